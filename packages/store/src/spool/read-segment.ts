import { open } from "node:fs/promises";
import { findFrame, readFrame } from "./frame.ts";
import { ifMissing } from "./spool-files.ts";

/** What a segment holds at a place: rows, or bytes that are not what was written. */
export type SegmentPart =
  | {
      readonly kind: "rows";
      readonly body: Buffer;
      readonly rows: number;
      readonly at: number;
      readonly from: number;
      readonly end: number;
    }
  | {
      readonly kind: "corrupt";
      readonly bytes: Buffer;
      readonly from: number;
      readonly end: number;
    }
  /** The beginning of a frame whose writer ended: nobody was told that it is there. */
  | { readonly kind: "torn"; readonly bytes: Buffer; readonly from: number; readonly end: number };

/** Which part of a segment to read. */
export interface ReadSegmentOptions {
  readonly from: number;
  /** How much of it is known to be on disk: all of that must be whole. */
  readonly synced?: number | undefined;
  /** Whether nobody writes to it any more, and whether its writer ended while it did. */
  readonly state: "written" | "rotated" | "abandoned";
}

/**
 * Reads a segment from a place on. What its writer is just writing is not read: it is not whole, and
 * nothing whole comes after it.
 */
export async function* readSegment(
  path: string,
  { from, synced, state }: ReadSegmentOptions,
): AsyncGenerator<SegmentPart> {
  const file = await readFrom(path, from, synced);
  for (let at = 0; at < file.length; ) {
    const frame = readFrame(file, at);
    if (frame.kind === "whole") {
      const { body, rows, at: time, end } = frame;
      yield { kind: "rows", body, rows, at: time, from: from + at, end: from + end };
      at = end;
      continue;
    }
    const next = findFrame(file, at);
    if (next < 0 && state === "written" && synced === undefined) return;
    const end = next < 0 ? file.length : next;
    const isTorn = frame.kind === "torn" && next < 0 && state === "abandoned";
    const bytes = file.subarray(at, end);
    yield { kind: isTorn ? "torn" : "corrupt", bytes, from: from + at, end: from + end };
    at = end;
  }
}

/** Gives the bytes of a file between two places, as far as it goes; none of one that is not there. */
export async function readFrom(path: string, from: number, to?: number): Promise<Buffer> {
  const file = await open(path, "r").catch(ifMissing(() => undefined));
  if (file === undefined) return Buffer.alloc(0);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.max(0, Math.min(size, to ?? size) - from));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, from + filled);
      // It was cut back since its size was asked.
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}

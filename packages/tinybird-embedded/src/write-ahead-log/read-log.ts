import { readFile } from "node:fs/promises";
import { StartError } from "../start-error.ts";
import { findFrame, readFrame } from "./frame.ts";
import { listLogFiles, type SegmentFile } from "./log-files.ts";
import { decodeRecord, type LogRecord } from "./log-record.ts";
import { type Position, Positions } from "./positions.ts";

/** What a log holds after its last snapshot. */
export interface ReadLog {
  /** The highest number, that of the snapshot if nothing came after it. */
  readonly last: number;
  /** Every record up to this number was in the store when the last one was written. */
  readonly applied: number;
  /** The file to go on with, and how much of it is whole. */
  readonly tail: LogTail | undefined;
  /** Bytes of all segments. */
  readonly bytes: number;
  /** Up to where topics are in the log: of the snapshot, and of every record after it. */
  readonly positions: readonly Position[];
}

export interface LogTail extends SegmentFile {
  readonly bytes: number;
  /** Bytes of a record that was being written when the process ended; it was never acknowledged. */
  readonly torn: number;
}

/** Which part of a log to read, and how. */
export interface ReadLogOptions {
  readonly id: string;
  /** The number of the last record that is not read. */
  readonly after: number;
  /** Positions of topics in the snapshot. */
  readonly positions?: readonly Position[];
  /** Told what cannot be read, which is then left out. Without it, that is an error. */
  readonly skip?: (damage: LogDamage) => void;
}

/** A place of a log that is not what was written. */
export interface LogDamage {
  /** Path of the segment. */
  readonly file: string;
  readonly offset: number;
  readonly reason: string;
}

/**
 * Reads the records of a log after a number, in their order; `each` is awaited before the next one is read.
 *
 * @throws {StartError} `log_corrupt` if a record is not what was written, or missing.
 */
export async function readLog(
  directory: string,
  { id, after, positions, skip = refuse }: ReadLogOptions,
  each: (record: LogRecord) => Promise<void> | void,
): Promise<ReadLog> {
  const { segments } = await listLogFiles(directory);
  let last = after;
  let applied = after;
  const read = new Positions(positions);
  let bytes = 0;
  let tail: LogTail | undefined;
  // A snapshot may have been finished without the removal of what it replaces.
  const needed = segments.filter(
    (_, index) => (segments[index + 1]?.first ?? Infinity) > after + 1,
  );
  for (const [index, segment] of needed.entries()) {
    const isLast = index === needed.length - 1;
    const segmentEnd = await readSegment(segment, { id, isLast, skip }, async (body, offset) => {
      const record = decodeRecord(body);
      if (record.number <= after) return;
      if (record.number !== last + 1) {
        const reason = `record ${last + 1} must come next: it is ${record.number}`;
        skip({ file: segment.path, offset, reason });
      }
      last = record.number;
      applied = Math.max(applied, record.applied);
      read.take(record.change);
      await each(record);
    });
    bytes += segmentEnd.bytes;
    tail = { ...segment, ...segmentEnd };
  }
  return { last, applied, tail, bytes, positions: read.list() };
}

interface ReadSegmentOptions extends Required<Pick<ReadLogOptions, "id" | "skip">> {
  readonly isLast: boolean;
}

async function readSegment(
  segment: SegmentFile,
  { id, isLast, skip }: ReadSegmentOptions,
  each: (record: Buffer, offset: number) => Promise<void>,
): Promise<{ readonly bytes: number; readonly torn: number }> {
  const file = await readFile(segment.path);
  const header = segmentHeader(id);
  let at = 0;
  while (at < file.length) {
    const frame = readFrame(file, at);
    if (frame.kind === "whole") {
      const isHeader = at === 0;
      if (!isHeader) await each(frame.body, at);
      else if (!frame.body.equals(header)) {
        const reason = "it must be of the same log as the snapshot before it";
        skip({ file: segment.path, offset: at, reason });
      }
      at = frame.end;
      continue;
    }
    const next = findFrame(file, at);
    if (frame.kind === "torn" && next < 0 && isLast) return { bytes: at, torn: file.length - at };
    const reason =
      next < 0
        ? "its last record is not what was written"
        : `a record is not what was written: the next whole one is at byte ${next}`;
    skip({ file: segment.path, offset: at, reason });
    if (next < 0) break;
    at = next;
  }
  return { bytes: at, torn: 0 };
}

/** Writes the frame body that a segment begins with. */
export function segmentHeader(id: string): Buffer {
  return Buffer.from(`${JSON.stringify({ log: id })}\n`);
}

function refuse(damage: LogDamage): never {
  throw new StartError({ code: "log_corrupt", ...damage });
}

import { crc32 } from "node:zlib";
import type { Row } from "../row.ts";

/** `#`, bytes of the body, rows, ms since epoch, checksum of the body, checksum of what stands before it; hexadecimal. */
export const prefixBytes = "#00000000 00000000 000000000000 00000000 00000000\n".length;
const newline = 0x0a;
const hash = 0x23;

/** What stands at a place of a segment. */
export type FrameRead =
  | {
      readonly kind: "whole";
      /** One row a line, as JSON. */
      readonly body: Buffer;
      readonly rows: number;
      /** When it was kept, ms since epoch. */
      readonly at: number;
      readonly end: number;
    }
  /** The file ends before the frame does, or blocks of it were never written. */
  | { readonly kind: "torn" }
  | { readonly kind: "corrupt" };

/**
 * Frames rows, so that a reader can tell whether they are whole.
 *
 * A line of JSON begins with `{` and has neither a line break nor a NUL in it: a `#` at the beginning
 * of a line is always a frame, and a NUL is always something that was never written.
 */
export function encodeFrame(rows: readonly Row[], at: number): Buffer {
  const body = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const start = `#${hex(body.length, 8)} ${hex(rows.length, 8)} ${hex(at, 12)} ${hex(crc32(body), 8)} `;
  return Buffer.concat([Buffer.from(`${start}${hex(crc32(start), 8)}\n`), body]);
}

/** Reads the frame that begins at a place before the end of the buffer. */
export function readFrame(file: Buffer, place: number): FrameRead {
  const prefix = readPrefix(file, place);
  if (prefix === undefined) {
    const found = file.subarray(place, place + prefixBytes);
    return { kind: couldBeTorn(found, prefixBytes) ? "torn" : "corrupt" };
  }
  const { bytes, rows, at, checksum } = prefix;
  const from = place + prefixBytes;
  const body = file.subarray(from, from + bytes);
  if (body.length === bytes && crc32(body) === checksum)
    return { kind: "whole", body, rows, at, end: from + bytes };
  return { kind: couldBeTorn(body, bytes) ? "torn" : "corrupt" };
}

/** Gives what a frame says of itself. Its length can be trusted: otherwise a flipped bit would look like a torn end. */
export function readPrefix(file: Buffer, place: number) {
  const prefix = file.toString("latin1", place, place + prefixBytes);
  const start = prefix.slice(0, -9);
  if (prefix.length !== prefixBytes || !prefix.endsWith(`${hex(crc32(start), 8)}\n`))
    return undefined;
  const numbers = start.slice(1).split(" ");
  const [bytes = 0, rows = 0, at = 0, checksum = 0] = numbers.map((digits) =>
    Number.parseInt(digits, 16),
  );
  return { bytes, rows, at, checksum };
}

/** Gives the place of the first whole frame after a place; -1 if there is none. */
export function findFrame(file: Buffer, after: number): number {
  for (let at = file.indexOf(hash, after + 1); at >= 0; at = file.indexOf(hash, at + 1))
    if (file[at - 1] === newline && readFrame(file, at).kind === "whole") return at;
  return -1;
}

/** Gives the rows of a frame's body. */
export function decodeRows(body: Buffer): Row[] {
  const lines = body.toString().split("\n").slice(0, -1);
  // Safe: its checksum says that it is what `encodeFrame` wrote.
  return lines.map((line) => JSON.parse(line) as Row);
}

/** A kill leaves the beginning of what was written; a loss of power may leave blocks of zeros in it. */
function couldBeTorn(part: Buffer, bytes: number): boolean {
  return part.length < bytes || part.includes(0);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

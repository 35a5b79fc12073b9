import { crc32 } from "node:zlib";

/** `#`, bytes of the body, checksum of the body, checksum of what stands before it; hexadecimal. */
const prefixBytes = "#00000000 00000000 00000000\n".length;
const newline = 0x0a;
const hash = 0x23;

/** What stands at a place of a file. */
export type FrameRead =
  | { readonly kind: "whole"; readonly body: Buffer; readonly end: number }
  /** The file ends before the frame does, or blocks of it were never written. */
  | { readonly kind: "torn" }
  | { readonly kind: "corrupt" };

/**
 * Frames a body, so that a reader can tell whether it is whole.
 *
 * The body must be text whose lines do not begin with `#`, and have no NUL; a frame is text, too.
 */
export function encodeFrame(body: readonly Buffer[]): Buffer {
  let bytes = 0;
  let checksum = 0;
  for (const part of body) {
    bytes += part.length;
    checksum = crc32(part, checksum);
  }
  const start = `#${hex(bytes)} ${hex(checksum)} `;
  return Buffer.concat([Buffer.from(`${start}${hex(crc32(start))}\n`), ...body]);
}

/** Reads the frame that begins at a place before the end of the file. */
export function readFrame(file: Buffer, at: number): FrameRead {
  const prefix = file.subarray(at, at + prefixBytes);
  const start = prefix.toString("latin1", 0, 19);
  const isWhole =
    prefix.length === prefixBytes && prefix.toString("latin1", 19) === `${hex(crc32(start))}\n`;
  // The length can be trusted only if its own checksum holds; otherwise a flipped bit would look like a torn end.
  if (!isWhole) return { kind: couldBeTorn(prefix, prefixBytes) ? "torn" : "corrupt" };
  const from = at + prefixBytes;
  const bytes = Number.parseInt(start.slice(1, 9), 16);
  const body = file.subarray(from, from + bytes);
  if (body.length === bytes && hex(crc32(body)) === start.slice(10, 18)) {
    return { kind: "whole", body, end: from + bytes };
  }
  return { kind: couldBeTorn(body, bytes) ? "torn" : "corrupt" };
}

/** Gives the place of the first whole frame after a place; -1 if there is none. */
export function findFrame(file: Buffer, after: number): number {
  for (let at = file.indexOf(hash, after + 1); at >= 0; at = file.indexOf(hash, at + 1)) {
    if (file[at - 1] === newline && readFrame(file, at).kind === "whole") return at;
  }
  return -1;
}

/** A kill leaves the beginning of what was written; a loss of power may leave blocks of zeros in it. */
function couldBeTorn(part: Buffer, bytes: number): boolean {
  return part.length < bytes || part.includes(0);
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}

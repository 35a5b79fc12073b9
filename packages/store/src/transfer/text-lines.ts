import type { Problem } from "@audit/events";
import type { ImportCheckpoint, LinePlace } from "./import-checkpoint.ts";

/** A line of a source. */
export interface TextLine extends LinePlace {
  /** Without its ending, and without a byte order mark. */
  readonly text: string;
  /** `"\n"`, `"\r\n"`, or nothing at the end of the source. */
  readonly ending: string;
}

/** A line that cannot be read as text. */
export interface UnreadableLine extends LinePlace {
  readonly problem: Problem;
}

/** Cuts chunks into lines, wherever the chunks are cut. */
export interface TextLines {
  /** Behind all whole lines so far. */
  readonly place: ImportCheckpoint;
  push(chunk: Uint8Array): Iterable<TextLine | UnreadableLine>;
  end(): Iterable<TextLine | UnreadableLine>;
}

const lineFeed = 10;
const carriageReturn = 13;

/**
 * Gives what cuts bytes of UTF-8 into lines. Of a line that is longer than `maxLineBytes` no more than
 * that is ever held.
 */
export function textLines(maxLineBytes: number): TextLines {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let parts: Uint8Array[] = [];
  let held = 0;
  let start = 0;
  let end = 0;
  let number = 1;
  let isTooLong = false;

  const add = (part: Uint8Array, isEnd: boolean): UnreadableLine | undefined => {
    end += part.length;
    if (isTooLong) return undefined;
    held += part.length;
    if (held > maxLineBytes + 2) {
      isTooLong = true;
      parts = [];
      const must = `have at most ${maxLineBytes} bytes`;
      return { number, start, end, problem: { path: "", must } };
    }
    // A chunk may be written over by whoever gave it.
    parts.push(isEnd ? part : part.slice());
    return undefined;
  };

  const finish = (): TextLine | UnreadableLine | undefined => {
    const place = { number, start, end };
    const bytes = join(parts, held);
    const wasTooLong = isTooLong;
    parts = [];
    held = 0;
    isTooLong = false;
    start = end;
    number += 1;
    if (wasTooLong) return undefined;
    const length = contentLength(bytes);
    try {
      const text = decoder.decode(bytes.subarray(0, length));
      const ending = length === bytes.length ? "" : bytes.length - length === 1 ? "\n" : "\r\n";
      const isMarked = place.start === 0 && text.startsWith("\ufeff");
      return { ...place, text: isMarked ? text.slice(1) : text, ending };
    } catch {
      // Not the reason: all that a decoder says is that the bytes are not UTF-8.
      return { ...place, problem: { path: "", must: "be UTF-8" } };
    }
  };

  return {
    get place() {
      return { bytes: start, lines: number - 1 };
    },
    *push(chunk) {
      let from = 0;
      while (from < chunk.length) {
        const feed = chunk.indexOf(lineFeed, from);
        const to = feed === -1 ? chunk.length : feed + 1;
        const tooLong = add(chunk.subarray(from, to), feed !== -1);
        if (tooLong !== undefined) yield tooLong;
        if (feed !== -1) {
          const line = finish();
          if (line !== undefined) yield line;
        }
        from = to;
      }
    },
    *end() {
      if (end === start) return;
      const line = finish();
      if (line !== undefined) yield line;
    },
  };
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const bytes = new Uint8Array(parts.length === 0 ? 0 : length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function contentLength(bytes: Uint8Array): number {
  if (bytes.at(-1) !== lineFeed) return bytes.length;
  return bytes.at(-2) === carriageReturn ? bytes.length - 2 : bytes.length - 1;
}

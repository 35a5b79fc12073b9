import { createReadStream } from "node:fs";

/** A line of a file. */
export interface Line {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * Reads the lines of a file that are not blank, a block of them at a time.
 *
 * @param bytes How much a block holds at most, unless one line is longer.
 * @throws {TypeError} If the file is not UTF-8.
 */
export async function* readLines(path: string, bytes: number): AsyncGenerator<Line[]> {
  let block: Line[] = [];
  let size = 0;
  let line = 0;
  for await (const whole of texts(path)) {
    line += 1;
    const text = whole.trim();
    if (text === "") continue;
    const length = Buffer.byteLength(text);
    if (size + length > bytes && block.length > 0) {
      yield block;
      block = [];
      size = 0;
    }
    block.push({ line, text });
    size += length;
  }
  if (block.length > 0) yield block;
}

async function* texts(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  // A stream without an encoding gives buffers.
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  yield rest + decoder.decode();
}

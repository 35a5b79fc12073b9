import { StringDecoder } from "node:string_decoder";

/** A text or its UTF-8 bytes, piece by piece, cut anywhere. */
export type TextChunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Gives the lines of a text, each without the line feed that ended it.
 *
 * Nothing else ends a line: a carriage return, U+2028 and U+2029 stay in it, as JSON has them inside
 * a line. A text that ends with a line feed has no empty line after it.
 *
 * @param keep how many characters of a line are given at most; the rest of it is never held in memory
 */
export async function* splitLines(chunks: TextChunks, keep: number): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let line = "";
  let isOpen = false;
  for await (const chunk of chunks) {
    const text = typeof chunk === "string" ? chunk : decoder.write(chunk);
    let from = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", from)) {
      yield line + text.slice(from, Math.min(end, from + keep - line.length));
      line = "";
      from = end + 1;
    }
    line += text.slice(from, from + keep - line.length);
    isOpen = from < text.length || (isOpen && from === 0);
  }
  const rest = decoder.end();
  if (isOpen || rest !== "") yield (line + rest).slice(0, keep);
}

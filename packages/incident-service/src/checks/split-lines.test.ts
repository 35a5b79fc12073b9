import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitLines, type TextChunks } from "./split-lines.ts";

async function linesOf(chunks: TextChunks, keep = 100): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of splitLines(chunks, keep)) lines.push(line);
  return lines;
}

/** The bytes of a text in pieces of that size, so that characters are cut. */
function bytesBy(size: number, text: string): Uint8Array[] {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

describe("splitLines", () => {
  test("ends a line at a line feed and at nothing else", async () => {
    expect(await linesOf(["a\u2028b\u2029c\rd\u0085e\n\r\n\nf"])).toEqual([
      "a\u2028b\u2029c\rd\u0085e",
      "\r",
      "",
      "f",
    ]);
  });

  test("has no line after the last line feed, and one without it", async () => {
    expect(await linesOf([])).toEqual([]);
    expect(await linesOf([""])).toEqual([]);
    expect(await linesOf(["a\n"])).toEqual(["a"]);
    expect(await linesOf(["a", "\n", ""])).toEqual(["a"]);
    expect(await linesOf(["a\n", "b", ""])).toEqual(["a", "b"]);
  });

  test("puts characters together that chunks cut", async () => {
    const text = "é😀\n한\u2028국\r\n😀";
    for (const size of [1, 2, 3, 5])
      expect(await linesOf(bytesBy(size, text))).toEqual(text.split("\n"));
  });

  test("gives what stands for a character that is cut off at the end", async () => {
    expect(await linesOf([Buffer.from("a\n😀").subarray(0, 4)])).toEqual(["a", "\ufffd"]);
  });

  test("keeps no more of a line than it is told, and the next line whole", async () => {
    expect(await linesOf(["abc", "def", "g\nhi", "j\nklmno"], 4)).toEqual(["abcd", "hij", "klmn"]);
    expect(await linesOf(["abcdef"], 4)).toEqual(["abcd"]);
  });

  test("gives the same lines however the bytes are cut", async () => {
    const texts = fc.string({
      unit: fc.constantFrom("a", "é", "😀", "\n", "\r", "\u2028"),
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const lines = text.split("\n");
        if (lines.at(-1) === "") lines.pop();
        expect(await linesOf(bytesBy(size, text))).toEqual(lines);
        expect(await linesOf([text])).toEqual(lines);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type TextLine, textLines, type UnreadableLine } from "./text-lines.ts";

function linesOf(bytes: Uint8Array, cuts: readonly number[], maxLineBytes = 1000) {
  const lines = textLines(maxLineBytes);
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  const found: (TextLine | UnreadableLine)[] = [];
  let from = 0;
  for (const place of places.sort((a, b) => a - b)) {
    const chunk = bytes.slice(from, place);
    found.push(...lines.push(chunk));
    // As a source does that has one buffer for all of its chunks.
    chunk.fill(0);
    from = place;
  }
  found.push(...lines.end());
  return { found, place: lines.place };
}

const encoder = new TextEncoder();
const texts = (text: string, cuts: readonly number[] = []) =>
  linesOf(encoder.encode(text), cuts).found.map((line) => "text" in line && line.text);

describe("textLines", () => {
  test.each<[string, string, (string | false)[]]>([
    ["nothing", "", []],
    ["one line without an ending", "a", ["a"]],
    ["line feeds", "a\nb\n", ["a", "b"]],
    ["carriage returns before them", "a\r\nb\r\n", ["a", "b"]],
    ["empty lines", "\n\na\n", ["", "", "a"]],
    ["a byte order mark, at the beginning alone", "\ufeffa\n\ufeffb", ["a", "\ufeffb"]],
    ["a carriage return of its own", "a\rb\r", ["a\rb\r"]],
  ])("cuts %s", (_, text, lines) => {
    expect(texts(text)).toEqual(lines);
  });

  test("gives the same lines and places wherever the bytes are cut", () => {
    const any = fc
      .array(fc.constantFrom("a", "é", "😀", "\n", "\r\n", "\ufeff", '"'))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(any, fc.array(fc.nat()), (text, cuts) => {
        const bytes = encoder.encode(text);
        const whole = linesOf(bytes, []);
        expect(linesOf(bytes, cuts)).toEqual(whole);
        expect(whole.place).toEqual({ bytes: bytes.length, lines: whole.found.length });
        const joined = whole.found.map((line) => ("text" in line ? line.text + line.ending : ""));
        expect(joined.join("")).toBe(text.replace(/^\ufeff/, ""));
      }),
    );
  });

  test("refuses a line that is not UTF-8, and that one alone", () => {
    const bytes = Uint8Array.of(97, 10, 0xff, 10, 0xc3, 10, 98);
    const { found } = linesOf(bytes, []);
    expect(found.map((line) => ("text" in line ? line.text : line.problem.must))).toEqual([
      "a",
      "be UTF-8",
      "be UTF-8",
      "b",
    ]);
  });

  test("refuses a line that is too long before its end is there, and goes on behind it", () => {
    const lines = textLines(10);
    expect([...lines.push(encoder.encode("ok\n123456"))]).toHaveLength(1);
    expect([...lines.push(encoder.encode("7890123"))]).toEqual([
      { number: 2, start: 3, end: 16, problem: { path: "", must: "have at most 10 bytes" } },
    ]);
    for (let count = 0; count < 1000; count++)
      expect([...lines.push(encoder.encode("x".repeat(1000)))]).toEqual([]);
    const [next] = lines.push(encoder.encode("\n0123456789\n"));
    expect(next).toMatchObject({ number: 3, start: 1_000_017, text: "0123456789" });
  });
});

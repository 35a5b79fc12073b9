import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import { type Line, readLines } from "./read-lines.ts";

async function blocks(text: string | Buffer, bytes: number): Promise<Line[][]> {
  const path = join(await temporaryDirectory(), "file");
  await writeFile(path, text);
  const found: Line[][] = [];
  for await (const block of readLines(path, bytes)) found.push(block);
  return found;
}

describe("readLines", () => {
  test("gives lines with their numbers, without blank ones", async () => {
    expect(await blocks("a\r\n\n  b \nc", 100)).toEqual([
      [
        { line: 1, text: "a" },
        { line: 3, text: "b" },
        { line: 4, text: "c" },
      ],
    ]);
    expect(await blocks("\n", 100)).toEqual([]);
  });

  test("begins another block when one is full, and gives a longer line alone", async () => {
    const texts = (await blocks("aa\nbb\nccccc\ndd", 4)).map((block) =>
      block.map(({ text }) => text),
    );
    expect(texts).toEqual([["aa", "bb"], ["ccccc"], ["dd"]]);
  });

  test("reads characters that fall onto the border of two reads", async () => {
    const text = `${"a".repeat(65_535)}é\nü`;
    const [block = []] = await blocks(text, 1_000_000);
    expect(block.map((line) => line.text)).toEqual(text.split("\n"));
  });

  test("refuses what is not UTF-8", async () => {
    await expect(blocks(Buffer.from([0x61, 0xff]), 100)).rejects.toThrow(TypeError);
  });
});

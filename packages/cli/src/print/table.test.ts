import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { table } from "./table.ts";

const letters = (text: string) => [...text.replaceAll(/\s/g, "")].sort().join("");

describe("table", () => {
  test("aligns columns and wraps the last one below itself", () => {
    const rows = [
      ["a", "bb", "one two three four five six seven"],
      ["aaa", "b", ""],
    ];
    expect(table(rows, 35)).toEqual([
      "a    bb  one two three four five",
      "         six seven",
      "aaa  b",
    ]);
  });

  test("fits every width and loses nothing", () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", "b", " ", "→", "é", "東", "😀"),
      maxLength: 40,
    });
    const row = fc.tuple(cell, cell, cell);
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 4 }),
        fc.integer({ min: 6, max: 120 }),
        (rows, width) => {
          const lines = table(rows, width);
          for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
          expect(letters(lines.join(""))).toBe(letters(rows.flat().join("")));
        },
      ),
    );
  });

  test("aligns what a terminal shows two columns wide or none", () => {
    const rows = [
      ["東京", "a"],
      ["e\u0301", "b"],
      ["👩‍👩‍👧", "東京 東京"],
    ];
    expect(table(rows, 11)).toEqual(["東京  a", "e\u0301     b", "👩‍👩‍👧", "    東京", "    東京"]);
  });

  test("shows what a terminal would obey", () => {
    expect(table([["\u001b[2J\u009b1m", "a\nb\u202e"]], 80)).toEqual([
      "\\u001b[2J\\u009b1m  a\\nb\\u202e",
    ]);
  });
});

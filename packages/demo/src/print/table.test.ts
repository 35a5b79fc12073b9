import { describe, expect, test } from "vitest";
import { table } from "./table.ts";

describe("table", () => {
  test("aligns columns and leaves no blanks at the end", () => {
    expect(
      table([
        ["a", "bb", "c"],
        ["aaa", "b", ""],
      ]),
    ).toBe("  a    bb  c\n  aaa  b");
  });

  test("cuts lines to the width", () => {
    expect(table([["abcdefgh"]], 6)).toBe("  abc…");
  });
});

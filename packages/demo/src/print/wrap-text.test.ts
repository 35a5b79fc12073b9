import { describe, expect, test } from "vitest";
import { wrapText } from "./wrap-text.ts";

describe("wrapText", () => {
  test.each([
    ["", 5, [""]],
    ["ab cd", 5, ["ab cd"]],
    ["ab cd ef", 5, ["ab cd", "ef"]],
    ["ab cd ef", 4, ["ab", "cd", "ef"]],
    ["ab abcdefgh", 4, ["ab", "abcd", "efgh"]],
    [" abcdef", 4, [" abc", "def"]],
    ["😀😀😀", 2, ["😀😀", "😀"]],
  ])("breaks %j at %d characters", (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });
});

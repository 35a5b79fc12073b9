import { describe, expect, test } from "vitest";
import { durationText } from "./duration-text.ts";

describe("durationText", () => {
  test.each([
    [0, "0 s"],
    [999, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [61_000, "1 min 1 s"],
    [3_600_000, "1 h"],
    [3_601_000, "1 h"],
    [4_800_000, "1 h 20 min"],
    [86_400_000 * 3 + 3_600_000 * 4 + 60_000, "3 d 4 h"],
  ])("gives %d ms as %s", (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

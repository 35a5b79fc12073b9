import { describe, expect, test } from "vitest";
import { clockTime, dayTime, duration } from "./time.ts";

describe("duration", () => {
  test.each([
    [0, "0 s"],
    [499, "0 s"],
    [59_000, "59 s"],
    [60_000, "1 min"],
    [90_061_000, "1 d 1 h"],
    [3_605_000, "1 h 5 s"],
  ])("writes %d ms as %s", (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe("clockTime and dayTime", () => {
  test("write UTC", () => {
    expect(clockTime(Date.UTC(2026, 2, 2, 10, 41, 30))).toBe("10:41:30");
    expect(dayTime(Date.UTC(2026, 2, 2, 10, 41, 30))).toBe("2026-03-02 10:41:30");
  });
});

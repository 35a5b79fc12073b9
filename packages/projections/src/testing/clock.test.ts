import { describe, expect, test } from "vitest";
import { clock } from "./clock.ts";

describe("clock", () => {
  test.each([
    ["10:03", "2026-01-05T10:03:00.000Z"],
    ["10:03:20", "2026-01-05T10:03:20.000Z"],
    ["10:03:20.500", "2026-01-05T10:03:20.500Z"],
    ["+1d 09:00", "2026-01-06T09:00:00.000Z"],
    ["-5d 23:59:59.999", "2025-12-31T23:59:59.999Z"],
  ])("reads %s", (time, expected) => {
    expect(new Date(clock(time)).toISOString()).toBe(expected);
  });

  test.each(["", "10", "24:00", "10:60", "9:00", "10:03:20.5", "1d 10:00", " 10:00", "10:00\n"])(
    "refuses %j",
    (time) => {
      expect(() => clock(time)).toThrow(
        `Cannot make a time as it must be written as "10:03", "10:03:20", "10:03:20.500" or "+1d 09:00": current value is ${JSON.stringify(time)}`,
      );
    },
  );
});

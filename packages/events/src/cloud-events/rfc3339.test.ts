import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTime, writeTime } from "./rfc3339.ts";

const first = -62_167_219_200_000;
const last = 253_402_300_799_999;

describe("writeTime", () => {
  test("gives what readTime reads, in texts that sort as times do", () => {
    const time = fc.integer({ min: first, max: last });
    fc.assert(
      fc.property(time, time, (a, b) => {
        expect(readTime(writeTime(a))).toBe(a);
        expect(writeTime(a) < writeTime(b)).toBe(a < b);
      }),
    );
  });

  test("cuts to the years 0 to 9999", () => {
    expect(writeTime(Number.MIN_SAFE_INTEGER)).toBe(writeTime(first));
    expect(writeTime(Number.MAX_SAFE_INTEGER)).toBe(writeTime(last));
  });
});

describe("readTime", () => {
  test.each<[string, string]>([
    ["1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.520Z"],
    ["1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57.000Z"],
    ["1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.870Z"],
    ["2025-06-15t15:06:40z", "2025-06-15T15:06:40.000Z"],
    ["2025-06-15T15:06:40.123999Z", "2025-06-15T15:06:40.123Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ])("reads %s", (text, time) => {
    expect(readTime(text)).toBe(Date.parse(time));
  });

  test.each([
    "",
    "yesterday",
    "2025-06-15",
    "2025-06-15T15:06:40",
    "2025-06-15 15:06:40Z",
    "2025-02-29T00:00:00Z",
    "2025-13-01T00:00:00Z",
    "2025-06-15T24:00:00Z",
    "1990-12-31T23:59:60Z",
    "+010000-01-01T00:00:00Z",
    "1750000000000",
  ])("gives nothing for %j", (text) => {
    expect(readTime(text)).toBeUndefined();
  });
});

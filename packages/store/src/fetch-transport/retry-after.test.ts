import { describe, expect, test } from "vitest";
import { retryAfter, usedUpFor, windowReset } from "./retry-after.ts";

const wallClock = Date.parse("2026-01-01T00:00:00Z");
const inTenSeconds = "Thu, 01 Jan 2026 00:00:10 GMT";

describe("retryAfter", () => {
  test.each<[string, Record<string, string>, number | undefined]>([
    ["whole seconds", { "retry-after": "7" }, 7_000],
    ["0", { "retry-after": "0" }, 0],
    ["parts of a second", { "retry-after": "0.25" }, 250],
    ["a date, by the own clock", { "retry-after": inTenSeconds }, 10_000],
    [
      "a date, by the server's clock",
      { "retry-after": inTenSeconds, date: "Thu, 01 Jan 2026 00:00:08 GMT" },
      2_000,
    ],
    ["a date that is over", { "retry-after": "Thu, 01 Jan 1998 00:00:00 GMT" }, 0],
    ["a negative number", { "retry-after": "-1" }, undefined],
    ["words", { "retry-after": "soon" }, undefined],
    ["nothing", {}, undefined],
    ["another header", { "x-ratelimit-reset": "3" }, undefined],
  ])("reads %s", (_, headers, ms) => {
    expect(retryAfter(new Headers(headers), wallClock)).toBe(ms);
  });
});

describe("windowReset", () => {
  test("gives ms until the window is over", () => {
    expect(windowReset(new Headers({ "x-ratelimit-reset": "3" }))).toBe(3_000);
    expect(windowReset(new Headers())).toBeUndefined();
  });
});

describe("usedUpFor", () => {
  test("says so only when nothing is left", () => {
    const left = (remaining: string) =>
      usedUpFor(new Headers({ "x-ratelimit-remaining": remaining, "x-ratelimit-reset": "2" }));
    expect(["0", "1", "none"].map(left)).toEqual([2_000, undefined, undefined]);
    expect(usedUpFor(new Headers({ "x-ratelimit-reset": "2" }))).toBeUndefined();
  });
});

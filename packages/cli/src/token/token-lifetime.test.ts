import { describe, expect, test } from "vitest";
import { tokenLifetime } from "./token-lifetime.ts";

describe("tokenLifetime", () => {
  test.each([
    ["1s", 1],
    ["90s", 90],
    ["15m", 900],
    ["1h", 3600],
    ["1 h", 3600],
    ["1d 12h", 129_600],
    ["1h30m", 5400],
    ["30d", 2_592_000],
  ])("reads %j", (text, seconds) => {
    expect(tokenLifetime(text)).toBe(seconds);
  });

  test.each(["", " ", "1", "h", "0s", "-1h", "1.5h", "1y", "1H", "30d 1s", "1h x", "99999999s"])(
    "refuses %j",
    (text) => {
      expect(() => tokenLifetime(text)).toThrow(/must be from 1 second to 30 days/);
    },
  );
});

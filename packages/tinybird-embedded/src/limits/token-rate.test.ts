import { describe, expect, test } from "vitest";
import { TokenRate } from "./token-rate.ts";

describe("TokenRate", () => {
  test("gives each name its own limit in a window of one second", () => {
    let now = 0;
    const rate = new TokenRate(() => now);
    expect(rate.take("a", 2)).toEqual({
      allowed: true,
      limit: 2,
      remaining: 1,
      resetMilliseconds: 1_000,
    });
    now = 400;
    expect(rate.take("a", 2)).toMatchObject({ allowed: true, remaining: 0 });
    expect(rate.take("a", 2)).toMatchObject({ allowed: false, resetMilliseconds: 600 });
    expect(rate.take("a", 1)).toMatchObject({ allowed: false, remaining: 0 });
    expect(rate.take("b", 1)).toMatchObject({ allowed: true });
    now = 1_000;
    expect(rate.take("a", 2)).toMatchObject({ allowed: true, remaining: 1 });
  });

  test("still counts what is not over when it forgets what is", () => {
    let now = 0;
    const rate = new TokenRate(() => now);
    for (let name = 0; name < 2_000; name += 1) rate.take(`old ${name}`, 1);
    now = 900;
    rate.take("new", 1);
    now = 1_100;
    expect(rate.take("new", 1)).toMatchObject({ allowed: false });
    expect(rate.take("old 1", 1)).toMatchObject({ allowed: true });
  });
});

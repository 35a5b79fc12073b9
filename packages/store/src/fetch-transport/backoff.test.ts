import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backoff } from "./backoff.ts";

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("backoff", () => {
  test("doubles its bound from 200 ms and stays at 3 s", () => {
    const bounds = [0, 1, 2, 3, 4, 5, 2_000].map((retry) => backoff(retry, () => 1));
    expect(bounds).toEqual([200, 400, 800, 1_600, 3_000, 3_000, 3_000]);
  });

  test("gives any time below its bound, in proportion to chance", () => {
    fc.assert(
      fc.property(fc.nat(3_000), chance, (retry, random) => {
        const bound = backoff(retry, () => 1);
        expect(backoff(retry, () => random)).toBeCloseTo(random * bound, 6);
        expect(backoff(retry, () => random)).toBeLessThanOrEqual(bound);
      }),
    );
  });
});

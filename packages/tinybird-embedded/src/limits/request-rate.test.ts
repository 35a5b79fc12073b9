import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RequestRate } from "./request-rate.ts";

function clocked(limit: number) {
  const clock = { now: 0 };
  return { clock, rate: new RequestRate(limit, () => clock.now) };
}

describe("RequestRate", () => {
  test("counts down to a refusal, and begins anew after a second", () => {
    const { clock, rate } = clocked(2);
    clock.now = 5_000.25;
    expect(rate.take("a")).toEqual({
      allowed: true,
      limit: 2,
      remaining: 1,
      resetMilliseconds: 1_000,
    });
    clock.now += 400;
    expect(rate.take("a")).toMatchObject({ allowed: true, remaining: 0, resetMilliseconds: 600 });
    expect(rate.take("a")).toMatchObject({ allowed: false, remaining: 0, resetMilliseconds: 600 });
    clock.now += 599;
    expect(rate.take("a")).toMatchObject({ allowed: false, resetMilliseconds: 1 });
    clock.now += 1;
    expect(rate.take("a")).toMatchObject({
      allowed: true,
      remaining: 1,
      resetMilliseconds: 1_000,
    });
  });

  test("gives each name a window of its own", () => {
    const { rate } = clocked(1);
    expect(rate.take("a").allowed).toBe(true);
    expect(rate.take("b").allowed).toBe(true);
    expect(rate.take("a").allowed).toBe(false);
  });

  const requests = fc.array(
    fc.record({ name: fc.constantFrom("a", "b"), wait: fc.integer({ min: 0, max: 700 }) }),
    { maxLength: 200 },
  );

  test("allows no window more than its limit, and refuses only in a window that had it all", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), requests, (limit, sent) => {
        const { clock, rate } = clocked(limit);
        const windows = new Map<string, { end: number; allowed: number }>();
        for (const { name, wait } of sent) {
          clock.now += wait;
          const before = windows.get(name);
          const window =
            before !== undefined && clock.now < before.end
              ? before
              : { end: clock.now + 1_000, allowed: 0 };
          windows.set(name, window);
          const answer = rate.take(name);
          expect(answer.allowed).toBe(window.allowed < limit);
          if (answer.allowed) window.allowed += 1;
          expect(answer.remaining).toBe(limit - window.allowed);
          expect(clock.now + answer.resetMilliseconds).toBe(window.end);
        }
      }),
    );
  });

  test("allows any second at most twice its limit, wherever the second begins", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), requests, (limit, sent) => {
        const { clock, rate } = clocked(limit);
        const allowed: number[] = [];
        for (const { wait } of sent) {
          clock.now += wait;
          if (rate.take("a").allowed) allowed.push(clock.now);
        }
        for (const start of allowed) {
          const within = allowed.filter((at) => at >= start && at < start + 1_000);
          expect(within.length).toBeLessThanOrEqual(2 * limit);
        }
      }),
    );
  });
});

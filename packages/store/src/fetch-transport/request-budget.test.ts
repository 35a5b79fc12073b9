import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RequestBudget } from "./request-budget.ts";

const forever = Number.POSITIVE_INFINITY;

describe("RequestBudget", () => {
  test("lets so many out at once, and the next a second after the first", () => {
    const budget = new RequestBudget(2);
    const moments = [0, 10, 20, 20].map((now) => budget.reserve("a", now, forever));
    expect(moments).toEqual([0, 10, 1_000, 1_010]);
  });

  test("counts each data source alone, and reads not at all", () => {
    const budget = new RequestBudget(1);
    const names = ["a", "b", undefined, undefined, "a"];
    const moments = names.map((name) => budget.reserve(name, 5, forever));
    expect(moments).toEqual([5, 5, 5, 5, 1_005]);
  });

  test("keeps nothing for who cannot wait", () => {
    const budget = new RequestBudget(1);
    budget.reserve("a", 0, forever);
    expect(budget.reserve("a", 0, 1_000)).toBe(1_000);
    expect(budget.reserve("a", 0, 1_001)).toBe(1_000);
  });

  test("stops all for a pause of all, and one for its own", () => {
    const budget = new RequestBudget(100);
    budget.pause("a", 2_000, 0);
    const moments = () => ["a", "b", undefined].map((name) => budget.reserve(name, 1, forever));
    expect(moments()).toEqual([2_000, 1, 1]);
    budget.pauseAll(500, 0);
    expect(moments()).toEqual([2_000, 500, 500]);
    budget.pause("a", 100, 0);
    expect(budget.pausedUntil("a")).toBe(2_000);
  });

  test("believes in no pause of more than five minutes", () => {
    const budget = new RequestBudget(1);
    budget.pauseAll(1e12, 0);
    budget.pause("a", 1e12, 0);
    expect(budget.reserve("a", 0, forever)).toBe(300_000);
  });

  test("has no limit of its own when it is Infinity", () => {
    const budget = new RequestBudget(forever);
    const moments = Array.from({ length: 1_000 }, () => budget.reserve("a", 3, forever));
    expect(new Set(moments)).toEqual(new Set([3]));
  });

  const steps = fc.array(
    fc.record({
      wait: fc.integer({ min: 0, max: 600 }),
      patience: fc.constantFrom(0, 1, 900, 5_000, forever),
      pause: fc.option(fc.integer({ min: 0, max: 3_000 }), { freq: 8 }),
    }),
    { maxLength: 500 },
  );

  test("lets no second have more, whatever it begins with, nor anything go during a pause", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), steps, (limit, asked) => {
        const budget = new RequestBudget(limit);
        const out: number[] = [];
        let now = 0;
        for (const { wait, patience, pause } of asked) {
          now += wait;
          if (pause !== null) budget.pause("a", pause, now);
          const moment = budget.reserve("a", now, now + patience);
          expect(moment).toBeGreaterThanOrEqual(Math.max(now, budget.pausedUntil("a")));
          if (moment < now + patience) out.push(moment);
        }
        expect(out).toEqual(out.toSorted((a, b) => a - b));
        for (const [index, moment] of out.slice(limit).entries())
          expect(moment - Number(out[index])).toBeGreaterThanOrEqual(1_000);
      }),
    );
  });

  test("makes nobody wait longer than the limit asks for", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 400 }),
        (limit, many) => {
          const budget = new RequestBudget(limit);
          const moments = Array.from({ length: many }, () => budget.reserve("a", 0, forever));
          expect(moments.at(-1)).toBe(Math.floor((many - 1) / limit) * 1_000);
        },
      ),
    );
  });
});

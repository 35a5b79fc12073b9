import { describe, expect, test } from "vitest";
import { RequestBudget } from "./request-budget.ts";
import { waitForTurn } from "./wait-for-turn.ts";

/** A clock on which things happen while somebody sleeps. */
function eventfulClock(...events: (() => void)[]) {
  const clock = {
    time: 0,
    now: () => clock.time,
    async sleep(ms: number) {
      clock.time += ms;
      events.shift()?.();
    },
  };
  return clock;
}

describe("waitForTurn", () => {
  test("waits on when a pause has begun while it slept", async () => {
    const budget = new RequestBudget(1);
    budget.reserve("a", 0, 1);
    const clock = eventfulClock(() => budget.pauseAll(3_000, clock.time));
    expect(await waitForTurn(budget, clock, "a", 60_000, undefined)).toBeUndefined();
    expect(clock.time).toBe(4_000);
  });

  test("gives up at once when a pause that began would take too long", async () => {
    const budget = new RequestBudget(1);
    budget.reserve("a", 0, 1);
    const clock = eventfulClock(() => budget.pauseAll(60_000, clock.time));
    expect(await waitForTurn(budget, clock, "a", 2_000, undefined)).toBe(60_000);
    expect(clock.time).toBe(1_000);
  });

  test("ends when the signal is aborted while it slept", async () => {
    const controller = new AbortController();
    const budget = new RequestBudget(1);
    budget.pauseAll(1_000, 0);
    const clock = eventfulClock(() => {
      budget.pauseAll(1_000, clock.time);
      controller.abort();
    });
    await waitForTurn(budget, clock, undefined, 60_000, controller.signal);
    expect(clock.time).toBe(1_000);
  });
});

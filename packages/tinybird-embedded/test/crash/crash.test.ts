import { randomInt } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { crash } from "./crash.ts";
import { figuresText } from "./figures.ts";

const rounds = Number(process.env.CRASH_ROUNDS ?? 10);
const seed = Number(process.env.CRASH_SEED ?? randomInt(2 ** 32));

describe("a server that is killed with -9 under load", () => {
  test("loses nothing that it acknowledged, doubles nothing, and keeps views equal to their base", {
    timeout: 60_000 + rounds * 20_000,
  }, async () => {
    console.log(`CRASH_SEED=${seed} CRASH_ROUNDS=${rounds}`);
    const over = new AbortController();
    const running = crash({ rounds, seed, signal: over.signal });
    onTestFinished(async () => {
      over.abort();
      await running.catch(() => undefined);
    });
    const figures = await running;
    console.log(figuresText(figures));
    for (const [kind, found] of Object.entries(figures.anomalies)) {
      expect.soft(found, kind).toEqual([]);
    }
    expect.soft(figures.violations).toEqual([]);
    expect.soft(figures.firstAnomaly).toBeUndefined();
    // Otherwise nothing was tried.
    expect(Object.values(figures.kills).reduce((sum, count) => sum + count)).toBe(rounds);
    expect(figures.acknowledged200).toBeGreaterThan(0);
    expect(figures.acknowledged202).toBeGreaterThan(0);
    expect(figures.repeatedRequests).toBeGreaterThan(0);
  });
});

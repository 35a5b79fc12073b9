import { randomInt } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { failureText } from "./figures.ts";
import type { Fixed } from "./scenario.ts";
import { soak } from "./soak.ts";

/** Plays scenarios, and fails with how to repeat those in which anything is wrong. */
async function play(runs: number, fixed?: Fixed) {
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const seed = randomInt(2 ** 31);
  const figures = await soak({ runs, seed, fixed, signal: over.signal });
  console.log(figures.text());
  expect(figures.failures.map((failure) => failureText(failure.seed, failure.findings))).toEqual(
    [],
  );
  expect(figures.count("runs")).toBe(runs);
  return figures;
}

describe("a store among faults", () => {
  test("loses nothing that it acknowledged, doubles, invents and disorders nothing", async () => {
    const figures = await play(50);
    // Otherwise nothing was tried.
    expect(figures.count("acknowledged")).toBeGreaterThan(100);
    expect(figures.count("copies")).toBeGreaterThan(0);
    expect(figures.count("kills")).toBeGreaterThan(0);
    expect(figures.faults).toBeGreaterThan(10);
  }, 600_000);
});

describe("a process that is killed with -9 while it appends", () => {
  test("loses nothing that its spool has, and its successor goes on", async () => {
    const figures = await play(10, { policy: "spool", kills: 3 });
    expect(figures.count("kills")).toBeGreaterThan(10);
  }, 600_000);
});

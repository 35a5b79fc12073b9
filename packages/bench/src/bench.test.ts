import { catalog } from "@audit/events";
import { describe, expect, test } from "vitest";
import { encode } from "./groups/encode/encode.ts";
import { groups } from "./groups.ts";
import { withBundledWorker } from "./harness/bundle-worker.ts";
import { atLeast } from "./harness/group.ts";
import { profileTable } from "./harness/profile-table.ts";
import { runGroup } from "./harness/run-group.ts";
import { measureStart } from "./start/measure-start.ts";

describe("bench", () => {
  test("has all contenders of each group come to the same and run to their end", async () => {
    await withBundledWorker(async (worker) => {
      const options = { worker, rounds: 1, milliseconds: 1, smoke: true, tell: () => undefined };
      for (const group of groups) {
        const { scores } = await runGroup(group, options);
        expect(new Set(scores.map(({ contender }) => contender))).toEqual(
          new Set(group.contenders.map(({ name }) => name)),
        );
      }
    });
  }, 240_000);

  test("takes times of a group, and judges what is to hold", async () => {
    await withBundledWorker(async (worker) => {
      const cases = encode.smokeCases;
      const of = cases[0]?.name ?? "";
      const goals = [atLeast(0, "ours", encode.limit, of)];
      const options = { worker, rounds: 2, milliseconds: 1, smoke: false, tell: () => undefined };
      const result = await runGroup({ ...encode, cases, goals, growth: [] }, options);
      for (const { ratio, rounds } of result.scores) {
        expect(rounds).toHaveLength(2);
        expect(Math.min(...rounds, ratio.least)).toBeGreaterThan(0);
      }
      expect(result.goals).toMatchObject([{ holds: true }]);
      expect(result.profiles).toEqual([]);
    });
  }, 120_000);

  test("profiles what misses a goal, once, in lines of its sources", async () => {
    await withBundledWorker(async (worker) => {
      const cases = encode.smokeCases;
      const of = cases[0]?.name ?? "";
      const missed = atLeast(Infinity, "ours", encode.limit, of);
      const goals = [missed, missed];
      const contenders = encode.contenders.filter(({ name }) =>
        ["ours", encode.limit].includes(name),
      );
      const options = { worker, rounds: 1, milliseconds: 1, smoke: false, tell: () => undefined };
      const group = { ...encode, cases, contenders, goals, growth: [] };
      const { profiles } = await runGroup(group, { ...options, profile: true });
      expect(profiles).toMatchObject([{ contender: "ours", case: of }]);
      const places = profiles[0]?.functions.map(({ place }) => place) ?? [];
      expect(places.join("\n")).toMatch(/^packages\/events\/src\/[\w/-]+\.ts:\d+$/m);
      expect(profileTable("Encode", profiles)).toContain("| own time |");
    });
  }, 120_000);

  test("starts every program and weighs every package", async () => {
    const { sizes, starts, folds, trees } = await measureStart(1);
    for (const { times } of [...starts, ...folds]) expect(times.median).toBeGreaterThan(0);
    expect(starts).toHaveLength(7);
    expect(folds).toHaveLength(4);
    expect(trees.map(({ actions }) => actions)).toEqual([1, catalog.actions.length]);
    expect(sizes.every(({ bytes }) => bytes > 1_000)).toBe(true);
  }, 120_000);

  test.each(groups)("names cases and contenders of $name that are there", (group) => {
    const contenders = group.contenders.map(({ name }) => name);
    const cases = group.cases.map(({ name }) => name);
    expect(contenders).toEqual(expect.arrayContaining([group.limit, ...group.ours]));
    for (const { of, over } of group.goals) {
      expect(contenders).toEqual(expect.arrayContaining([of.contender, over.contender]));
      expect(cases).toEqual(expect.arrayContaining([of.case, over.case]));
    }
    for (const { from, to } of group.growth)
      expect(cases).toEqual(expect.arrayContaining([from, to]));
  });
});

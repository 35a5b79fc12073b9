import { rm } from "node:fs/promises";
import { atLeast, type Case, type Group } from "../../harness/group.ts";
import type { Open } from "./open-engine.ts";
import type { Kind } from "./prepare-engine.ts";

const limit = "chDB in process";
const ours = "ours, embedded Tinybird";
const duckdb = "DuckDB in process";

const of = (variant: Kind, work: number, size: number, name: string): Case => ({
  name,
  size,
  work,
  variant,
});
const cases: readonly Case[] = [
  of("start", 1, 10_000, "stop, start, first answer"),
  of("calls", 100, 10_000, "pipe calls"),
  of("single", 1_000, 0, "1,000 single events, 200 callers"),
  { ...of("single", 100_000, 0, "100,000 single events, 200 callers"), isLong: true },
  of("batch", 1_000, 0, "a batch of 1,000"),
  of("batch", 10_000, 0, "a batch of 10,000"),
];

async function prepare(each: Case, open: Open) {
  return (await import("./prepare-engine.ts")).prepareEngine(each, open);
}

/** One table and one endpoint, next to the engine itself. */
export const engine: Group = {
  name: "engine",
  title: "Engine: the embedded Tinybird next to engines in the same process",
  unit: "unit",
  clock: "wall",
  cases,
  smokeCases: [of("batch", 5, 10, "a batch of 5")],
  limit,
  ours: [ours],
  contenders: [
    {
      name: limit,
      differs:
        "no HTTP, template, checks of rows, log or fsync; its library stays loaded over a start",
      prepare: async (each) => prepare(each, (await import("./open-chdb.ts")).openChdb),
    },
    {
      name: ours,
      differs: "a process of its own, over HTTP; rows are checked, logged and synced",
      prepare: async (each) => {
        const project = await (await import("./write-project.ts")).writeProject();
        const { openEmbedded } = await import("./open-embedded.ts");
        const prepared = await prepare(each, openEmbedded(project));
        const end = async () => {
          await prepared.end?.();
          await rm(project, { recursive: true, force: true });
        };
        return { ...prepared, end };
      },
    },
    {
      name: duckdb,
      differs: "no HTTP, template or checks of rows; syncs its own log; its library stays loaded",
      prepare: async (each) => prepare(each, (await import("./open-duckdb.ts")).openDuckdb),
    },
  ],
  growth: [{ from: "a batch of 1,000", to: "a batch of 10,000" }],
  goals: [atLeast(0.6, ours, limit, "a batch of 10,000")],
  figures: async (options) => (await import("./take-figures.ts")).takeFigures(options),
  packages: ["chdb", "@duckdb/node-api"],
};

import { atLeast, type Case, costs, type Group } from "../../harness/group.ts";
import { generated, halfOld, someOdd } from "./sample-page.ts";

const limit = "JSON.parse of row and texts";
const plain: readonly Case[] = [
  ...[6, 30, 150].map((size) => ({ name: `${size} actions`, size, work: 1_000 })),
  { name: "30 actions, 10,000 events", size: 30, work: 10_000 },
];
const old = { name: "30 actions, half old versions", size: 30, work: 1_000, variant: halfOld };
const odd = {
  name: "30 actions, 1 % unknown, 0.1 % broken",
  size: 30,
  work: 1_000,
  variant: someOdd,
};
const real = {
  name: "as generated",
  // Of the built-in catalog.
  size: 30,
  work: 1_000,
  variant: generated,
};

/** The rows of a page become typed events of the latest version. */
export const decode: Group = {
  name: "decode",
  title: "Decode: NDJSON rows become typed events of the latest version",
  unit: "event",
  cases: [...plain, old, odd, real],
  smokeCases: [
    { ...old, work: 100 },
    { ...odd, work: 100 },
    { ...real, work: 100 },
    { name: "6 actions", size: 6, work: 20 },
  ],
  limit,
  ours: ["ours"],
  contenders: [
    {
      name: limit,
      differs: "checks nothing, converts nothing",
      prepare: async (of) => (await import("./by-parse.ts")).prepareParse(of),
    },
    {
      name: "ours",
      differs: "keeps the row beside the event; what is unknown or broken fails no page",
      prepare: async (of) => (await import("./by-ours.ts")).prepareOurs(of),
    },
    {
      name: "the original way",
      differs: "no old versions; one unknown or broken row fails the page",
      cases: plain.map(({ name }) => name),
      prepare: async (of) => (await import("./by-original.ts")).prepareOriginal(of),
    },
  ],
  growth: [{ from: "30 actions", to: "30 actions, 10,000 events" }],
  goals: [
    atLeast(0.85, "ours", limit, "6 actions"),
    atLeast(0.85, "ours", limit, "30 actions"),
    atLeast(0.8, "ours", limit, "150 actions"),
    atLeast(0.85, "ours", limit, real.name),
    costs(1.5, "ours", old.name, "30 actions"),
  ],
  packages: ["zod"],
};

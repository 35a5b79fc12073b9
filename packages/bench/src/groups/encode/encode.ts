import { atLeast, type Case, costs, type Group } from "../../harness/group.ts";

const limit = "JSON.stringify of the event";
const sizes = [6, 30, 150];
const cases: readonly Case[] = [
  ...sizes.map((size) => ({ name: `${size} actions`, size, work: 1_000 })),
  { name: "30 actions, 10,000 events", size: 30, work: 10_000 },
];

/** A draft becomes the line that Tinybird takes. */
export const encode: Group = {
  name: "encode",
  title: "Encode: a draft is checked and becomes the NDJSON line of its row",
  unit: "event",
  cases,
  smokeCases: [{ name: "6 actions", size: 6, work: 20 }],
  limit,
  ours: ["ours"],
  contenders: [
    {
      name: limit,
      differs: "checks nothing; makes no row",
      prepare: async (of) => (await import("./by-stringify.ts")).prepareStringify(of),
    },
    {
      name: "the row, unchecked",
      differs: "checks nothing",
      prepare: async (of) => (await import("./by-stringify.ts")).prepareRow(of),
    },
    {
      name: "ours",
      differs: "also makes uid and numbers, freezes a copy, refuses what JSON would change",
      prepare: async (of) => (await import("./by-ours.ts")).prepareOurs(of),
    },
    {
      name: "ajv in a Map",
      differs: "copies nothing: who keeps the event can change it",
      prepare: async (of) => (await import("./by-ajv.ts")).prepareAjv(of),
    },
    {
      name: "flat zod union",
      differs: "takes what JSON would change (lone surrogates, -0)",
      prepare: async (of) => (await import("./by-zod-union.ts")).prepareZodUnion(of),
    },
    {
      name: "valibot variant",
      differs: "as the flat union, and copies nothing",
      prepare: async (of) => (await import("./by-valibot.ts")).prepareValibot(of),
    },
    {
      name: "the original way",
      differs: "through zod-bird; unknown keys of the envelope are dropped",
      prepare: async (of) => (await import("./by-original.ts")).prepareOriginal(of),
    },
  ],
  growth: [{ from: "30 actions", to: "30 actions, 10,000 events" }],
  goals: [
    ...sizes.map((size) => atLeast(0.55, "ours", limit, `${size} actions`)),
    costs(1.15, "ours", "150 actions", "6 actions"),
  ],
  packages: ["zod", "valibot", "ajv", "@chronark/zod-bird"],
};

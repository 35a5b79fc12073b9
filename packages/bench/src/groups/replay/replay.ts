import { atLeast, type Case, type Goal, type Group } from "../../harness/group.ts";

const limit = "a plain loop";
const ours = "ours, with the report";
const bare = "ours, without: a loop over evolve";
const peers = ["Emmett aggregateStream", "Castore getAggregate"] as const;
const whole = (size: number, name: string): Case => ({ name, size, work: size });
const cases: readonly Case[] = [
  whole(10, "10 events"),
  whole(1_000, "1,000 events"),
  whole(10_000, "10,000 events"),
  whole(100_000, "100,000 events"),
  whole(1_000_000, "1,000,000 events"),
  { name: "the middle of 100,000", size: 100_000, work: 50_000 },
];
/** What users replay: the state of a monitor. The peers have no such projection. */
const monitors: readonly Case[] = [
  { ...whole(1_000, "monitor, 1,000 events"), variant: "monitor" },
  { ...whole(100_000, "monitor, 100,000 events"), variant: "monitor" },
];
const middleOf20: Case = { name: "the middle of 20", size: 20, work: 10 };
const countings = [...cases, middleOf20].map(({ name }) => name);
/** Of ten events the start is most of the cost. */
const grown = cases.slice(1, 5).map(({ name }) => name);

/** The events of one entity become its state. */
export const replay: Group = {
  name: "replay",
  title: "Replay: the events of one entity become its state",
  unit: "event",
  cases: [...cases, ...monitors],
  smokeCases: [
    whole(10, "10 events"),
    middleOf20,
    { ...whole(20, "monitor, 20 events"), variant: "monitor" },
  ],
  limit,
  ours: [ours, bare],
  contenders: [
    {
      name: limit,
      differs: "looks at nothing but action and timestamp; of a monitor, a loop over its evolve",
      prepare: async (of) => (await import("./by-loop.ts")).prepareLoop(of),
    },
    {
      name: ours,
      differs: "checks order, copies, gaps, late events; says what the state rests on",
      prepare: async (of) => (await import("./by-ours.ts")).prepareOurs(of),
    },
    {
      name: bare,
      differs: "checks nothing",
      cases: countings,
      prepare: async (of) => (await import("./by-ours.ts")).prepareEvolve(of),
    },
    {
      name: peers[0],
      differs:
        "its events have 3 fields, ours 19; moments by version; no report; casts unknown events",
      cases: countings,
      prepare: async (of) => (await import("./by-emmett.ts")).prepareEmmett(of),
    },
    {
      name: peers[1],
      differs:
        "its events have 5 fields, ours 19; moments by version; no report; takes gaps and invalid events",
      cases: countings,
      prepare: async (of) => (await import("./by-castore.ts")).prepareCastore(of),
    },
  ],
  growth: grown.slice(1).map((to, index) => ({ from: grown[index] ?? to, to })),
  goals: [
    ...cases.flatMap(({ name }): Goal[] => [
      atLeast(0.6, ours, limit, name),
      atLeast(0.85, bare, limit, name),
      ...peers.map((peer) => atLeast(2, ours, peer, name)),
    ]),
    ...monitors.map(({ name }) => atLeast(0.6, ours, limit, name)),
  ],
  packages: ["@event-driven-io/emmett", "@castore/core"],
};

import type { Case, Group } from "../../harness/group.ts";

const limit = "replay from zero each time";
const ours = "ours: timeline, then look up";
const steps = (size: number, name: string): Case => ({ name, size, work: 1_000 });

/** Somebody drags a handle over the past of an entity. */
export const scrub: Group = {
  name: "scrub",
  title: "Scrub: the states at 1,000 positions of one stream, one after the other",
  unit: "step",
  cases: [steps(1_000, "1,000 events"), steps(10_000, "10,000 events")],
  smokeCases: [{ name: "20 events", size: 20, work: 5 }],
  limit,
  ours: [],
  contenders: [
    { name: limit, prepare: async (of) => (await import("./by-scrubbing.ts")).prepareReplays(of) },
    {
      name: ours,
      differs: "the first step draws the whole timeline and is in the number",
      prepare: async (of) => (await import("./by-scrubbing.ts")).prepareLookUps(of),
    },
  ],
  growth: [{ from: "1,000 events", to: "10,000 events" }],
  goals: [],
  packages: [],
};

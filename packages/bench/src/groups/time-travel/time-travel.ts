import type { Case, Contender, Goal, Group } from "../../harness/group.ts";

const limit = "one replay";
const whole = (size: number, name: string): Case => ({ name, size, work: size });
const cases: readonly Case[] = [
  whole(10_000, "10,000 events"),
  whole(100_000, "100,000 events"),
  // What users look at: the past of a monitor.
  { ...whole(10_000, "monitor, 10,000 events"), variant: "monitor" },
  { ...whole(100_000, "monitor, 100,000 events"), variant: "monitor" },
];
const load = () => import("./by-projections.ts");
const timeline = "ours: timeline with changes";
const contenders: readonly Contender[] = [
  {
    name: limit,
    differs: "the last state and the report",
    prepare: async (of) => (await load()).prepareReplay(of),
  },
  {
    name: timeline,
    differs: "each moment: its state, its sentence, what it changed",
    prepare: async (of) => (await load()).prepareTimeline(of),
  },
  {
    name: "ours: blame",
    differs: "each leaf with the event that set it",
    prepare: async (of) => (await load()).prepareBlame(of),
  },
  {
    name: "ours: diff of the middle and the end",
    differs: "two states, each change with its events",
    prepare: async (of) => (await load()).prepareDiff(of),
  },
];

/** What is asked of the past, next to what the present costs. */
export const timeTravel: Group = {
  name: "time-travel",
  title: "Time travel: what the past costs, next to one replay",
  unit: "event",
  cases,
  smokeCases: [whole(20, "20 events"), { ...whole(20, "monitor, 20 events"), variant: "monitor" }],
  limit,
  ours: contenders.map(({ name }) => name),
  contenders,
  growth: [{ from: "10,000 events", to: "100,000 events" }],
  goals: cases.map(
    ({ name }): Goal => ({
      says: `${name}: the timeline at most 3 times one replay`,
      of: { contender: timeline, case: name },
      over: { contender: limit, case: name },
      atMost: 3,
    }),
  ),
  packages: [],
};

import type { Case, Group } from "../../harness/group.ts";

const limit = "one replay of the whole";
const ours = "ours: snapshot and the 50 events since";
// A state is the unit: its cost is not to grow with the stream.
const state = (size: number, name: string): Case => ({ name, size, work: 1 });
const cases = [state(100_000, "100,000 events"), state(1_000_000, "1,000,000 events")];

/** The state of a long stream, gone on from a snapshot. */
export const snapshots: Group = {
  name: "snapshots",
  title: "Snapshots: the state of a long stream from a saved one and the rest",
  unit: "state",
  cases,
  smokeCases: [state(100, "100 events")],
  limit,
  ours: [ours],
  contenders: [
    {
      name: limit,
      differs: "reads every event",
      prepare: async (of) => (await import("./by-projections.ts")).prepareReplayWithReport(of),
    },
    {
      name: ours,
      differs: "reads the saved text and the rest; the same state and report",
      prepare: async (of) => (await import("./by-snapshot.ts")).prepareResume(of),
    },
  ],
  growth: [{ from: "100,000 events", to: "1,000,000 events" }],
  goals: [
    {
      says: "1,000,000 events: snapshot and rest at most a hundredth of a replay",
      of: { contender: ours, case: "1,000,000 events" },
      over: { contender: limit, case: "1,000,000 events" },
      atMost: 0.01,
    },
  ],
  packages: [],
};

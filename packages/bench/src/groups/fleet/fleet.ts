import type { Bound, Case, Goal, Group } from "../../harness/group.ts";

const all = "all rows, streamed and folded";
const narrowed = "what the projection's actions need";
const ours = "ours: readFleet, which chooses";
/** Five million rows a run take all of the time that the other groups have. */
const [few, many] = process.argv.includes("--full") ? [500_000, 5_000_000] : [10_000, 100_000];
const named = (size: number, variant: "all" | "few"): Case => ({
  name: `${size.toLocaleString("en")} events, ${variant === "all" ? "all" : "one in nine"} needed`,
  size,
  work: size,
  variant,
});
const some = [few, many].map((size) => named(size, "few"));
const whole = [few, many].map((size) => named(size, "all"));
const cases = [...some, ...whole];
const largest = [some, whole].map(([, of]) => of?.name ?? "");

/** The state of every entity at a moment. */
export const fleet: Group = {
  name: "fleet",
  title: "Fleet: the states of all entities at a moment, each of 50 events",
  unit: "event",
  cases,
  smokeCases: [named(5_000, "few"), named(5_000, "all")],
  share: async (of) => (await import("./share-fleet.ts")).shareFleet(of),
  limit: all,
  ours: [all, narrowed, ours],
  contenders: [
    {
      name: all,
      differs: "with a report of each; what is not needed goes over HTTP, too",
      prepare: async (of, shared) => (await import("./by-ours.ts")).prepareAll(of, shared),
    },
    {
      name: narrowed,
      differs: "states alone: what is left out would show as gaps of a report",
      prepare: async (of, shared) => (await import("./by-ours.ts")).prepareNarrowed(of, shared),
    },
    {
      name: ours,
      differs: "states alone",
      prepare: async (of, shared) => (await import("./by-ours.ts")).prepareFleet(of, shared),
    },
  ],
  growth: [some, whole].map(([from, to]) => ({ from: from?.name ?? "", to: to?.name ?? "" })),
  goals: largest.flatMap((name) =>
    [all, narrowed].map(
      (other): Goal => ({
        says: `${name}: ${ours} at most 1.15 times ${other}`,
        of: { contender: ours, case: name },
        over: { contender: other, case: name },
        atMost: 1.15,
      }),
    ),
  ),
  bounds: largest.flatMap((name): Bound[] => [
    {
      says: `${name}: at least 500,000 events a second`,
      of: { contender: ours, case: name },
      what: "units a second",
      atLeast: 500_000,
    },
    {
      says: `${name}: GiB in memory, with the server's`,
      of: { contender: ours, case: name },
      what: "GiB",
      atMost: 1,
    },
  ]),
  packages: ["chdb"],
};

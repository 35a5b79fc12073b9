import { atLeast, type Case, type Group } from "../../harness/group.ts";

const limit = "chDB insert, same views";
const bare = "chDB insert, no views";
const ours = "ours, AuditLog on zod-bird";
const ownTransport = "ours, on fetchTransport";
const original = "one zod-bird call per event";
const sqlite = "SQLite file, synchronous=FULL";

const of = (callers: number, size: number, name: string): Case => ({
  name,
  size,
  work: callers * size,
});
const [alone, many, thousand, tenThousand, all] = [
  of(1, 1, "1 caller, 1 event"),
  of(200, 1, "200 callers, 1 event"),
  of(1, 1_000, "1 caller, 1,000 events"),
  of(1, 10_000, "1 caller, 10,000 events"),
  // A thousand of each at once is past the 50 M characters that wait at most.
  of(200, 100, "200 callers, 100 events"),
] as const;
const singles = [alone.name, many.name, "2 callers, 1 event"];
const short = [...singles, thousand.name, tenThousand.name];

/** Events reach Tinybird, each call waits until they are kept. */
export const append: Group = {
  name: "append",
  title: "Append: callers wait until their events are kept",
  unit: "event",
  clock: "wall",
  cases: [alone, many, thousand, tenThousand, all],
  smokeCases: [of(2, 1, "2 callers, 1 event")],
  limit,
  ours: [ours, ownTransport],
  contenders: [
    {
      name: limit,
      differs: "all in one insert of ready lines; no log, no fsync: a loss of power takes it",
      prepare: async (each) => (await import("./by-chdb.ts")).prepareChdb(each, { views: true }),
    },
    {
      name: bare,
      differs: "as above, and the three materialized views are dropped",
      cases: short,
      prepare: async (each) => (await import("./by-chdb.ts")).prepareChdb(each, { views: false }),
    },
    {
      name: ours,
      differs: "checks drafts; HTTP, log and fsync, insert; callers share requests",
      prepare: async (each) => (await import("./by-ours.ts")).prepareAuditLog(each),
    },
    {
      name: ownTransport,
      differs: "as above, with time-outs and retries of its own",
      cases: short,
      prepare: async (each) => (await import("./by-ours.ts")).prepareFetch(each),
    },
    {
      name: original,
      differs:
        "checks nothing here; same server, which lets requests that come together share a sync",
      cases: singles,
      prepare: async (each) => (await import("./by-zod-bird.ts")).prepareZodBird(each),
    },
    {
      name: sqlite,
      differs:
        "stands for Emmett's; ready rows, no views, no HTTP; a transaction and an fsync a call",
      cases: short,
      prepare: async (each) => (await import("./by-sqlite.ts")).prepareSqlite(each),
    },
  ],
  growth: [{ from: thousand.name, to: tenThousand.name }],
  goals: [
    {
      says: `${ours}: ${many.name}, at least 50x of one zod-bird call after the other`,
      of: { contender: original, case: alone.name },
      over: { contender: ours, case: many.name },
      atLeast: 50,
    },
    atLeast(0.6, ours, limit, tenThousand.name),
    atLeast(0.6, ownTransport, limit, tenThousand.name),
  ],
  figures: async (options) => (await import("./standing-still.ts")).takeFigures(options),
  packages: ["chdb", "libsql", "@chronark/zod-bird"],
};

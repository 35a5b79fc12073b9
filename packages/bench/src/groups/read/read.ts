import { atLeast, type Case, costs, type Goal, type Group } from "../../harness/group.ts";

const limit = "the same SQL on ClickHouse in this process";
const endpoint = "ours: the endpoint";
const store = "ours: store.read";
const emmett = "Emmett readStream on SQLite";
const [few, many] = [1_000_000, 10_000_000];
const stream = (work: number, size: number): Case => ({
  name: `${work.toLocaleString("en")} of ${size.toLocaleString("en")}`,
  size,
  work,
});
const cases = [few, many].flatMap((size) => [stream(100, size), stream(10_000, size)]);
const smokeCases = [stream(100, 20_000), stream(10_000, 20_000)];
/** A tree of ten million texts takes minutes to fill, and one of a million reads as fast. */
const isFull = process.argv.includes("--full");
const isOnSqlite = ({ size }: Case) => isFull || size !== many;
const onSqlite = [...cases, ...smokeCases].filter(isOnSqlite).map(({ name }) => name);
const steps = [100, 10_000].map((work) => ({
  from: stream(work, few).name,
  to: stream(work, many).name,
}));

/** One stream out of many rows. */
export const read: Group = {
  name: "read",
  title: "Read: one stream of 100 and of 10,000 events, out of a million and ten million rows",
  unit: "event",
  cases,
  smokeCases,
  share: async (of) => (await import("./share-stores.ts")).shareStores(of, isOnSqlite),
  limit,
  ours: [endpoint, store],
  contenders: [
    {
      name: limit,
      differs: "no HTTP, no limits, every processor; a copy of the server's store; rows",
      prepare: async (of, shared) => (await import("./by-chdb.ts")).prepareChdb(of, shared),
    },
    {
      name: endpoint,
      differs: "rows, over HTTP, from one server of the run",
      prepare: async (of, shared) => (await import("./by-ours.ts")).prepareEndpoint(of, shared),
    },
    {
      name: store,
      differs: "typed, checked events, doubles dropped; pages of 10,001",
      prepare: async (of, shared) => (await import("./by-ours.ts")).prepareStore(of, shared),
    },
    {
      name: emmett,
      differs:
        "in this process, on libsql in place of sqlite3; its events have 3 fields of their own, ours 19; checks nothing",
      cases: onSqlite,
      prepare: async (of, shared) => (await import("./by-sqlite.ts")).prepareEmmett(of, shared),
    },
    {
      name: "a table in SQLite, its key the order of streams",
      differs: "in this process; 7 columns, filled in order; rows",
      cases: onSqlite,
      prepare: async (of, shared) => (await import("./by-sqlite.ts")).prepareTable(of, shared),
    },
  ],
  growth: steps,
  goals: [
    ...cases.map(
      ({ name }): Goal => ({
        says: `${name}: ${endpoint} at most 1.5 times the direct query`,
        of: { contender: endpoint, case: name },
        over: { contender: limit, case: name },
        atMost: 1.5,
      }),
    ),
    ...steps.map(({ from, to }) => costs(1.3, endpoint, to, from)),
    ...[few, many].map((size) => atLeast(1, store, emmett, stream(10_000, size).name)),
  ],
  packages: ["chdb", "libsql", "@event-driven-io/emmett-sqlite"],
};

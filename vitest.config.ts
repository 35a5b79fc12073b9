import { defineConfig } from "vitest/config";

const conditions = ["@audit/source", "node", "import", "default"];
const resolve = { resolve: { conditions }, ssr: { resolve: { conditions } } };

/** Packages without a process, a file or a global of their own: their tests can share a worker. */
const pure = ["events", "projections"];

/** Files that open ClickHouse in the test's own process, which chDB allows once in each. */
const ownProcess = [
  "deploy/alter-table",
  "deploy/forward-query",
  "deploy/plan-refills",
  "durability/log-compaction",
  "engine/lane",
  "ingest/ingestion",
  "project/append-fixtures",
  "statement/check-statement",
  "template/escape-in-clickhouse",
  "template/fuzz-in-clickhouse",
].map((name) => `packages/tinybird-embedded/src/${name}.test.ts`);

const bundledServer = {
  globalSetup: "packages/checks/src/bundled-server/bundle-server.ts",
  // chDB crashes at the exit of a worker thread.
  pool: "forks",
  testTimeout: 60_000,
  hookTimeout: 60_000,
} as const;

export default defineConfig({
  test: {
    // Most tests wait for a process of their own; with one worker on two cores half of the time is idle.
    maxWorkers: 2,
    projects: [
      {
        ...resolve,
        test: {
          name: "pure",
          include: pure.map((name) => `packages/${name}/{src,test}/**/*.test.ts`),
          pool: "forks",
          isolate: false,
          // Laws over many cases are slow where others have the processors.
          testTimeout: 60_000,
        },
      },
      {
        ...resolve,
        test: {
          ...bundledServer,
          name: "all else",
          include: ["packages/*/{src,test}/**/*.test.ts"],
          exclude: [...pure.map((name) => `packages/${name}/**`), ...ownProcess],
          // A process a file would cost more than most files take.
          isolate: false,
        },
      },
      { ...resolve, test: { ...bundledServer, name: "own process", include: ownProcess } },
    ],
  },
});

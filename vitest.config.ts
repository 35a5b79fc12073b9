import { defineConfig } from "vitest/config";

const conditions = ["@audit/source", "node", "import", "default"];
const resolve = { resolve: { conditions }, ssr: { resolve: { conditions } } };

/** Packages without a process, a file or a global of their own: their tests can share a worker. */
const pure = ["events", "projections"];

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
        },
      },
      {
        ...resolve,
        test: {
          name: "all else",
          include: ["packages/*/{src,test}/**/*.test.ts"],
          exclude: pure.map((name) => `packages/${name}/**`),
          globalSetup: "packages/checks/src/bundled-server/bundle-server.ts",
          // chDB crashes at the exit of a worker thread.
          pool: "forks",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

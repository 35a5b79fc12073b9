import { defineConfig } from "vitest/config";

const conditions = ["@audit/source", "node", "import", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    globalSetup: "packages/checks/src/bundled-server/bundle-server.ts",
    // chDB crashes at the exit of a worker thread.
    pool: "forks",
    // Most tests wait for a process of their own; with one worker on two cores half of the time is idle.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

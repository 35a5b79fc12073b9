import { defineConfig } from "vitest/config";

const conditions = ["@audit/source", "node", "import", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    // chDB crashes at the exit of a worker thread.
    pool: "forks",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

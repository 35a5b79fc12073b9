import { describe, expect, test } from "vitest";
import { pnpm } from "./run-pnpm.ts";

describe("pnpm", () => {
  test.each([
    ["/opt/pnpm/pnpm", ["/opt/pnpm/pnpm"]],
    ["/opt/pnpm/bin/pnpm.cjs", [process.execPath, "/opt/pnpm/bin/pnpm.cjs"]],
    ["/opt/npm/bin/npm-cli.js", ["npx", "--offline", "-y", "pnpm@12"]],
    [undefined, ["npx", "--offline", "-y", "pnpm@12"]],
  ])("run by %s is %j", (runner, command) => {
    expect(pnpm(runner)).toEqual(command);
  });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";

const program = fileURLToPath(new URL("../../test/interrupted.ts", import.meta.url));

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["end", 0],
] as const)("a run leaves no file and no process after %s", async (ending, code) => {
  const run = spawn(process.execPath, ["--import", "tsx", program, ending], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: run.stdout }), "line");
  const { folder, pids } = JSON.parse(line);
  if (ending !== "end") run.kill(ending);
  expect(await once(run, "exit")).toEqual([code, null]);
  expect(existsSync(folder)).toBe(false);
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 10_000);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

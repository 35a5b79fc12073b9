import { readFile, writeFile } from "node:fs/promises";
import { isRunning } from "../engine/is-running.ts";
import { takeKernelLock } from "../engine/kernel-lock.ts";
import { patienceWith } from "../engine/patience.ts";
import type { StorePaths } from "./store-paths.ts";

/**
 * Takes a data directory for this process, for as long as it runs; waits for up to 8 s while the process that has it
 * is starting or ending.
 *
 * @returns Whether it is ours alone; `false` where there is no lock but ClickHouse's own.
 * @throws {StartError} `data_locked` if it stays with that process.
 */
export async function lockData(data: string, paths: StorePaths): Promise<boolean> {
  const wait = patienceWith(paths.store);
  for (;;) {
    const lock = await takeKernelLock(data);
    if (lock === "none") return false;
    if (lock === "ours") break;
    await wait(await readPid(paths.pid));
  }
  // For the message to others only, so a full disk must not matter.
  await writeFile(paths.pid, `${process.pid}\n`, { mode: 0o600 }).catch(() => undefined);
  return true;
}

async function readPid(file: string): Promise<number | undefined> {
  const pid = Number(await readFile(file, "utf8").catch(() => ""));
  // One that is gone, or is this process itself, is left from a holder before.
  return Number.isSafeInteger(pid) && pid > 0 && pid !== process.pid && isRunning(pid)
    ? pid
    : undefined;
}

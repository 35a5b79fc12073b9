import { readFile, writeFile } from "node:fs/promises";

/** What a process has in memory and had at most, in bytes. */
export interface ResidentMemory {
  readonly now: number;
  readonly most: number;
}

/** Reads what a process has in memory; `undefined` where the system has no `/proc`. */
export async function residentMemory(pid: number): Promise<ResidentMemory | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => undefined);
  if (status === undefined) return undefined;
  const bytes = (name: string) =>
    1_024 * Number(new RegExp(`^${name}:\\s*(\\d+) kB`, "m").exec(status)?.[1]);
  return { now: bytes("VmRSS"), most: bytes("VmHWM") };
}

/** Has the most that a process had count from now on, where the system can do so. */
export async function forgetMostMemory(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, "5").catch(() => undefined);
}

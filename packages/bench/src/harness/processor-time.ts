import { readdirSync, readFileSync } from "node:fs";

/** Gives the milliseconds of processor time that this process has had. */
export function ownProcessorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * Gives the milliseconds of processor time that the threads of other processes have had, to the nanosecond where
 * Linux tells; a thread that has ended is not in it.
 *
 * @throws {Error} where the system has no `/proc`
 */
export function processorTimeOf(pids: readonly number[]): number {
  let nanoseconds = 0;
  for (const pid of pids)
    for (const thread of readdirSync(`/proc/${pid}/task`))
      nanoseconds += Number(scheduled(`/proc/${pid}/task/${thread}/schedstat`).split(" ", 1)[0]);
  return nanoseconds / 1e6;
}

function scheduled(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has ended since it was listed.
    return "0";
  }
}

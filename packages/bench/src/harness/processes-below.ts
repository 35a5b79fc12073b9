import { readdirSync, readFileSync } from "node:fs";

/** Gives the processes that a process started, and all that these started; none where the system has no `/proc`. */
export function processesBelow(pid: number): number[] {
  const started = new Map<number, number[]>();
  for (const each of runningProcesses()) {
    const parent = parentOf(each);
    started.set(parent, [...(started.get(parent) ?? []), each]);
  }
  const below = (parent: number): number[] =>
    (started.get(parent) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

function runningProcesses(): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses before it may hold any sign.
    return Number(stat.slice(stat.lastIndexOf(")")).split(" ")[2]);
  } catch {
    // It has ended since it was listed.
    return 0;
  }
}

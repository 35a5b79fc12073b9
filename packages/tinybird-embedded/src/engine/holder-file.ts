import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRunning } from "./is-running.ts";

/** Says beside the data that this process has it, for as long as its parent lives and it is not ending. */
export function writeHolderFile(directory: string): void {
  writeFileSync(holderFile(directory), `${process.pid} ${process.ppid}\n`);
}

/** Says that this process is about to let go of the data. */
export function removeHolderFile(directory: string): void {
  rmSync(holderFile(directory), { force: true });
}

/** Tells whether the process that has the data means to keep it; false as well while it is starting. */
export function meansToStay(directory: string, holder: number): boolean {
  try {
    const [pid, parent] = readFileSync(holderFile(directory), "utf8").split(" ").map(Number);
    // A server whose parent is gone ends, even if it has not noticed yet.
    return pid === holder && parent !== undefined && isRunning(parent);
  } catch {
    return false;
  }
}

function holderFile(directory: string): string {
  return join(directory, "holder");
}

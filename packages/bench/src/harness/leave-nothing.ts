import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { processesBelow } from "./processes-below.ts";

const folders = new Set<string>();

/**
 * Has this process leave no file and no process behind, however it ends, short of being killed.
 *
 * What it and those below it write to the temporary folder goes to one of their own, which is removed at the end. An
 * interrupted run ends with 128 and the signal's number, as shells have it.
 */
export function leaveNothing(): void {
  const folder = mkdtempSync(join(tmpdir(), "audit-bench-"));
  removeAtEnd(folder);
  process.env["TMPDIR"] = folder;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => process.exit(128 + constants.signals[signal]));
  process.on("exit", () => {
    for (const pid of processesBelow(process.pid)) kill(pid);
    // What a process had begun to write when it was killed may yet appear.
    for (const path of folders)
      rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });
}

/** Removes a folder when the process ends, too. */
export function removeAtEnd(folder: string): void {
  folders.add(folder);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

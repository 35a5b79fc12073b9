/** Tells whether a process with this id runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // A process of somebody else runs, too.
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}

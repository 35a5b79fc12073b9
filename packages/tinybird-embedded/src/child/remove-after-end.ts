import { spawn } from "node:child_process";

/** Ends once stdin does; a parent that lives on removes the directory itself, undisturbed. */
const script = 'cat; while [ -d "$1" ] && kill -0 "$2"; do sleep 1; done; rm -rf -- "$1"';

/**
 * Has a directory removed when this process has ended, however it does, and the process `parent` has not done so.
 *
 * Not by this process: ClickHouse's threads write up to the last moment, into folders that were just removed.
 */
export function removeAfterEnd(directory: string, parent: number | undefined): void {
  // The pipe is closed by the end of our last thread; nobody has to look for our id.
  spawn("/bin/sh", ["-c", script, "sh", directory, String(parent ?? "")], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
}

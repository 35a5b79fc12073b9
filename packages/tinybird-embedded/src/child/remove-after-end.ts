import { spawn } from "node:child_process";

/** Ends once stdin does; a parent that lives on has 5 s to remove the directory itself, undisturbed. */
const script = `
while read -r _; do :; done
tries=0
while [ $tries -lt 50 ] && [ -d "$1" ] && kill -0 "$2"; do sleep 0.1; tries=$((tries + 1)); done
rm -rf -- "$1"`;

/**
 * Has a directory removed when this process has ended, however it does, and the process `parent` has not done so.
 *
 * Not by this process: ClickHouse's threads write up to the last moment, into folders that were just removed. And in a
 * process group of its own, which a signal to ours does not reach.
 */
export function removeAfterEnd(directory: string, parent: number): void {
  // The pipe is closed by the end of our last thread; nobody has to look for our id.
  const watcher = spawn("/bin/sh", ["-c", script, "sh", directory, String(parent)], {
    detached: true,
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without a shell the parent still removes it.
  watcher.once("error", () => undefined);
}

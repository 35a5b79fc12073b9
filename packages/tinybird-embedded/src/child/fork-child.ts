import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";

/**
 * Starts the server process: the built file next to this one or, from source, the bundle that the environment names,
 * as the tests have it, or else the source under tsx.
 *
 * @param threads How many statements can run side by side.
 */
export function forkChild(threads: number): ChildProcess {
  const source = import.meta.url.endsWith(".ts");
  const bundle = source ? process.env["TINYBIRD_EMBEDDED_BUNDLE"] : undefined;
  const child = fork(bundle ?? new URL(source ? "child.ts" : "child.js", import.meta.url), {
    // Not those of this process: they may be vitest's.
    execArgv: source && bundle === undefined ? ["--import", tsx()] : [],
    env: { ...process.env, TZ: "UTC", UV_THREADPOOL_SIZE: String(threads) },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  if (child.stderr !== null) forwardErrors(child.stderr);
  return child;
}

function forwardErrors(stderr: Readable): void {
  createInterface({ input: stderr }).on("line", (line) => {
    // ClickHouse prints it whenever a directory is held; StartError says so in our words, if it stays.
    if (!line.includes("DB::Exception: Cannot lock file")) process.stderr.write(`${line}\n`);
  });
}

function tsx(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
}

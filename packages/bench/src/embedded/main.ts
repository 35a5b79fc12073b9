/**
 * What the embedded server does in a second and what it needs for it, on this machine and in this run.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { BenchmarkPart, Tables } from "./benchmark-part.ts";
import { Lab } from "./lab.ts";
import { measureAppend } from "./measure-append.ts";
import { measureBodies } from "./measure-bodies.ts";
import { measureExport } from "./measure-export.ts";
import { measureStart } from "./measure-start.ts";

const parts = new Map<string, BenchmarkPart>([
  ["append", measureAppend],
  ["bodies", measureBodies],
  ["start", measureStart],
  ["export", measureExport],
]);

const { json, only } = parseArgs({
  options: { json: { type: "boolean", default: false }, only: { type: "string" } },
}).values;
if (only !== undefined && !parts.has(only)) {
  console.error(`--only must be one of ${[...parts.keys()].join(", ")}: current value is ${only}`);
  process.exit(2);
}

const machine = { node: process.version, processors: availableParallelism() };
const measured: Record<string, Tables> = {};
const lab = await Lab.open();
const interrupted = new Promise<never>((_, reject) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => reject(new Error(`Cannot go on after ${signal}`)));
  }
});
// At a moment when nobody waits for it, the end is near anyway.
interrupted.catch(() => undefined);
if (!json) console.log(`Node ${machine.node}, ${machine.processors} processors`);
try {
  for (const [name, part] of parts) {
    if (only !== undefined && only !== name) continue;
    const tables = await Promise.race([part(lab), interrupted]);
    measured[name] = tables;
    if (!json) print(tables);
  }
  if (json) console.log(JSON.stringify({ ...machine, parts: measured }, null, 2));
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
} finally {
  await lab.end();
}
// What was interrupted may still be waiting for something.
process.exit();

function print(tables: Tables): void {
  for (const [title, rows] of Object.entries(tables)) {
    console.log(`\n${title}`);
    console.table(rows);
  }
}

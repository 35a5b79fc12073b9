/**
 * How fast it is, next to what one would use instead, and how it grows.
 *
 * @module
 */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { groups } from "./groups.ts";
import { withBundledWorker } from "./harness/bundle-worker.ts";
import { leaveNothing } from "./harness/leave-nothing.ts";
import { describeMachine } from "./harness/machine.ts";
import { profileTable } from "./harness/profile-table.ts";
import { resultPicture } from "./harness/result-picture.ts";
import { resultTable } from "./harness/result-table.ts";
import { runGroup } from "./harness/run-group.ts";
import { measureStart } from "./start/measure-start.ts";
import { startPicture } from "./start/start-picture.ts";
import { startTable } from "./start/start-table.ts";

const { values, positionals } = readOptions();
const names = [...groups.map(({ name }) => name), "start"];
if (values.help) {
  console.log(`Usage: pnpm bench [group ...] [options]

Groups: ${names.slice(0, 6).join(", ")},
        ${names.slice(6).join(", ")}; all if none is named

  --rounds N     processes for each contender in each case (3)
  --json         one document instead of tables
  --full         takes the cases of minutes, too: millions of rows
  --smoke        everything once on the smallest work, without times
  --no-profile   does not look where the time goes of what missed a goal

Tables, pictures and profiles are written to packages/bench/results.`);
  process.exit(0);
}
const unknown = positionals.find((name) => !names.includes(name));
const rounds = Number(values.rounds);
if (unknown !== undefined || !Number.isSafeInteger(rounds) || rounds < 1) {
  console.error(
    unknown === undefined
      ? `Cannot measure as --rounds must be a whole number from 1: current value is ${values.rounds}`
      : `Cannot measure "${unknown}" as a group must be one of ${names.join(", ")}`,
  );
  process.exit(2);
}

leaveNothing();
const begun = performance.now();
let last = begun;
const results = fileURLToPath(new URL("../results/", import.meta.url));
const measured: object[] = [];
await withBundledWorker(async (worker) => {
  for (const group of groups) {
    if (!isAsked(group.name)) continue;
    const machine = await describeMachine(group.packages);
    const result = await runGroup(group, {
      worker,
      rounds: values.smoke ? 1 : rounds,
      milliseconds: values.smoke ? 1 : 300,
      smoke: values.smoke,
      full: values.full,
      profile: !values.smoke && !values["no-profile"],
      tell: (what) => console.error(what),
    });
    measured.push({ machine, ...result });
    const table = resultTable(result, machine);
    if (!values.json) console.log(table);
    if (!values.smoke) await keep(group.name, table, resultPicture(result));
    if (result.profiles.length > 0) {
      await keep(`${group.name}.profile`, profileTable(group.title, result.profiles));
      console.error(`${group.name}: where the time goes is in results/${group.name}.profile.md`);
    }
    took(group.name);
  }
});
if (isAsked("start")) {
  console.error("start: programs in turn");
  const machine = await describeMachine([
    "zod",
    "@event-driven-io/emmett",
    "@castore/core",
    "@rotorsoft/act",
    "esbuild",
  ]);
  const result = await measureStart(values.smoke ? 1 : rounds);
  measured.push({ machine, name: "start", ...result });
  const table = startTable(result, machine);
  if (!values.json) console.log(table);
  if (!values.smoke) await keep("start", table, startPicture(result));
  took("start");
}
console.error(`all: ${secondsSince(begun)} s`);
if (values.json) console.log(JSON.stringify(measured, null, 2));

function readOptions() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        smoke: { type: "boolean", default: false },
        full: { type: "boolean", default: false },
        rounds: { type: "string", default: "3" },
        "no-profile": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (cause) {
    console.error(`Cannot measure: ${cause instanceof Error ? cause.message : cause} (see --help)`);
    process.exit(2);
  }
}

function took(name: string): void {
  console.error(`${name}: ${secondsSince(last)} s`);
  last = performance.now();
}

function secondsSince(time: number): number {
  return Math.round((performance.now() - time) / 1_000);
}

function isAsked(name: string): boolean {
  return positionals.length === 0 || positionals.includes(name);
}

async function keep(name: string, table: string, picture?: string): Promise<void> {
  await mkdir(results, { recursive: true });
  await writeFile(`${results}${name}.md`, table);
  if (picture !== undefined) await writeFile(`${results}${name}.svg`, picture);
}

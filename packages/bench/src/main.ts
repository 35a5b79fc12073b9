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
import { describeMachine } from "./harness/machine.ts";
import { resultPicture } from "./harness/result-picture.ts";
import { resultTable } from "./harness/result-table.ts";
import { runGroup } from "./harness/run-group.ts";
import { measureStart } from "./start/measure-start.ts";
import { startPicture } from "./start/start-picture.ts";
import { startTable } from "./start/start-table.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    smoke: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    rounds: { type: "string", default: "3" },
  },
});
const names = [...groups.map(({ name }) => name), "start"];
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
      tell: (what) => console.error(what),
    });
    measured.push({ machine, ...result });
    const table = resultTable(result, machine);
    if (!values.json) console.log(table);
    if (!values.smoke) await keep(group.name, table, resultPicture(result));
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
}
if (values.json) console.log(JSON.stringify(measured, null, 2));

function isAsked(name: string): boolean {
  return positionals.length === 0 || positionals.includes(name);
}

async function keep(name: string, table: string, picture?: string): Promise<void> {
  await mkdir(results, { recursive: true });
  await writeFile(`${results}${name}.md`, table);
  if (picture !== undefined) await writeFile(`${results}${name}.svg`, picture);
}

import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { baseViews, lateView, type ViewOfBase } from "./views.ts";

/** One version of the project; each is what the one before it may be changed to on data. */
export interface Project {
  readonly version: number;
  readonly folder: string;
  readonly sources: readonly string[];
  readonly views: readonly ViewOfBase[];
  /** Columns of `readings` that came later, all with `DEFAULT now64(3)`. */
  readonly added: readonly string[];
}

const base = fileURLToPath(new URL("project", import.meta.url));

/**
 * Writes a version into a folder of its own below `parent`. In turns a version adds a column with a default, adds a data
 * source with a view of it, and drops that view.
 */
export async function writeProject(parent: string, version: number): Promise<Project> {
  const folder = join(parent, `project-${version}`);
  await mkdir(parent, { recursive: true });
  await cp(base, folder, { recursive: true });
  const numbers = (turn: number) =>
    Array.from({ length: version }, (_, index) => index + 1).filter((each) => each % 3 === turn);
  const added = numbers(1).map((number) => `added_${number}`);
  const late = numbers(2).map((number) => `late_${number}`);
  // The drop comes one version after the view.
  const dropped = new Set(numbers(0).map((number) => `late_${number - 1}`));
  const viewed = late.filter((name) => !dropped.has(name));
  await addColumns(join(folder, "datasources/readings.datasource"), added);
  for (const name of late) {
    await writeFile(join(folder, `datasources/${name}.datasource`), lateSource);
    await writeFile(join(folder, `datasources/${name}_sums.datasource`), lateSums);
  }
  for (const name of viewed) {
    await writeFile(join(folder, `materializations/${name}_by_key.pipe`), latePipe(name));
  }
  return {
    version,
    folder,
    sources: ["readings", "notices", ...late],
    views: [...baseViews, ...viewed.map(lateView)],
    added,
  };
}

async function addColumns(file: string, names: readonly string[]): Promise<void> {
  const columns = names.map(
    (name) => `,\n    \`${name}\` DateTime64(3) \`json:$.${name}\` DEFAULT now64(3)`,
  );
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("\n\nENGINE ", `${columns.join("")}\n\nENGINE `));
}

const lateSource = `SCHEMA >
    \`id\` String \`json:$.id\`,
    \`key\` String \`json:$.key\`,
    \`slot\` UInt8 \`json:$.slot\`,
    \`amount\` Int64 \`json:$.amount\`,
    \`note\` String \`json:$.note\`,
    \`recorded_at\` DateTime64(3) \`json:$.recorded_at\` DEFAULT now64(3)

ENGINE "MergeTree"
ENGINE_PARTITION_KEY "slot"
ENGINE_SORTING_KEY "id"
`;

const lateSums = `SCHEMA >
    \`key\` String,
    \`rows\` UInt64,
    \`recorded\` Int64

ENGINE "SummingMergeTree"
ENGINE_SORTING_KEY "key"
`;

const latePipe = (name: string) => `NODE sums
SQL >
    SELECT key, count() AS rows, sum(toUnixTimestamp64Milli(recorded_at)) AS recorded
    FROM ${name}
    GROUP BY key

TYPE materialized
DATASOURCE ${name}_sums
`;

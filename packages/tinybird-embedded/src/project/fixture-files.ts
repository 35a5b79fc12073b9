import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { DatasourceDefinition, ProjectDefinition } from "../datafile/definitions.ts";
import { refuseAll } from "../refuse.ts";
import { StartError } from "../start-error.ts";

/** Rows for a data source, in a file of the project's folder `fixtures`. */
export interface FixtureFile {
  readonly datasource: DatasourceDefinition;
  readonly format: "ndjson" | "csv";
  readonly path: string;
  /** Path within the project, for error messages. */
  readonly file: string;
}

/**
 * Finds `fixtures/<data source>.ndjson` and `.csv`; other files in the folder are left alone.
 *
 * @param refuse Hears of each file that is wrong, and the others are given. Default: throws.
 * @throws {StartError} If the project has no data source of that name, or two files are for one.
 */
export async function fixtureFiles(
  folder: string,
  { datasources }: ProjectDefinition,
  refuse = refuseAll,
): Promise<FixtureFile[]> {
  const names = await readdir(join(folder, "fixtures")).catch(() => []);
  const found = new Map<string, FixtureFile>();
  for (const entry of names.sort()) {
    const [, name = "", extension] = /^(.*)\.(ndjson|csv)$/.exec(entry) ?? [];
    if (extension === undefined) continue;
    const file = join("fixtures", entry);
    const wrong = (reason: string) =>
      refuse(new StartError({ code: "datafile_invalid", file, reason }));
    const datasource = datasources.find((each) => each.name === name);
    if (datasource === undefined) {
      wrong(`a fixture must be named after a data source of the project: there is no "${name}"`);
      continue;
    }
    const other = found.get(name);
    if (other !== undefined) {
      wrong(`a data source must have one fixture: "${other.file}" is for "${name}" too`);
      continue;
    }
    const format = extension === "csv" ? "csv" : "ndjson";
    found.set(name, { datasource, format, path: join(folder, file), file });
  }
  return [...found.values()];
}

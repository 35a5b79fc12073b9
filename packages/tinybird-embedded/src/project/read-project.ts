import { readdir, readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { DatafileError } from "../datafile/datafile-error.ts";
import type {
  DatasourceDefinition,
  PipeDefinition,
  ProjectDefinition,
} from "../datafile/definitions.ts";
import { parseDatasource } from "../datafile/parse-datasource.ts";
import { parsePipe } from "../datafile/parse-pipe.ts";
import { orRefuse, refuseAll } from "../refuse.ts";
import { StartError } from "../start-error.ts";

const folders = [
  "datasources",
  "endpoints",
  "pipes",
  "materializations",
  "copies",
  "sinks",
  "playgrounds",
];

/**
 * Reads the datafiles of a project folder, both in Tinybird's subfolders and flat.
 *
 * @param refuse Hears of each wrong datafile, and the others are read. Default: throws.
 * @throws {StartError} If the folder cannot be read, a datafile is wrong, or two share a name.
 */
export async function readProject(project: string, refuse = refuseAll): Promise<ProjectDefinition> {
  const datasources: DatasourceDefinition[] = [];
  const pipes: PipeDefinition[] = [];
  const fileOf = new Map<string, string>();
  for (const path of await datafiles(project)) {
    const file = relative(project, path);
    const definition = await orRefuse(refuse, () => parse(path, file));
    if (definition === undefined) continue;
    const other = fileOf.get(definition.name);
    if (other !== undefined) {
      const reason = `a name is used once in a project, and "${definition.name}" is in "${other}" too`;
      refuse(new StartError({ code: "datafile_invalid", file, reason }));
      continue;
    }
    fileOf.set(definition.name, file);
    if ("columns" in definition) datasources.push(definition);
    else pipes.push(definition);
  }
  return { datasources, pipes };
}

async function parse(path: string, file: string): Promise<DatasourceDefinition | PipeDefinition> {
  const parser = path.endsWith(".datasource") ? parseDatasource : parsePipe;
  try {
    const definition = parser(await readFile(path, "utf8"), file);
    requirePlainName(definition.name, file);
    return definition;
  } catch (cause) {
    if (!(cause instanceof DatafileError)) throw cause;
    const { line, message } = cause;
    const reason = message.replace(`${cause.file}:${line}: `, "");
    throw new StartError({ code: "datafile_invalid", file, line, reason }, { cause });
  }
}

function requirePlainName(name: string, file: string): void {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return;
  const reason = `a name has letters, digits and "_" only, and starts with no digit: current value is "${name}"`;
  throw new StartError({ code: "datafile_invalid", file, reason });
}

async function datafiles(project: string): Promise<string[]> {
  const flat = await entries(project);
  if (flat === undefined) {
    const reason = "it must be a folder that can be read";
    throw new StartError({ code: "project_unreadable", project, reason });
  }
  const nested: string[] = [];
  for (const folder of folders) nested.push(...((await entries(join(project, folder))) ?? []));
  return [...flat, ...nested].filter((path) => /\.(datasource|pipe)$/.test(basename(path))).sort();
}

async function entries(folder: string): Promise<string[] | undefined> {
  try {
    const names = await readdir(folder, { withFileTypes: true });
    return names.filter((entry) => entry.isFile()).map((entry) => join(folder, entry.name));
  } catch {
    return undefined;
  }
}

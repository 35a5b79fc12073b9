import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { DatafileError } from "../datafile/datafile-error.ts";
import type { DatafileOptions } from "../datafile/datafile-options.ts";
import type {
  ConnectionDefinition,
  DatasourceDefinition,
  PipeDefinition,
  ProjectDefinition,
} from "../datafile/definitions.ts";
import { parseConnection } from "../datafile/parse-connection.ts";
import { parseDatasource } from "../datafile/parse-datasource.ts";
import { parsePipe } from "../datafile/parse-pipe.ts";
import { StartError } from "../start-error.ts";
import { findDatafiles } from "./find-datafiles.ts";
import { includeFrom } from "./include-from.ts";
import { resolveVersions, vendorOf } from "./resolve-versions.ts";

/** A project, and what of it could not be read. */
export interface LenientProject {
  /** Without the files that have an error. */
  readonly project: ProjectDefinition;
  /** One for each such file, in the order of the files. */
  readonly errors: readonly StartError[];
}

/**
 * Reads the datafiles of a project folder, in whatever folders they are.
 *
 * @param variables Values for `${NAME}` in datafiles. Default: the environment of this process.
 * @throws {StartError} If the folder cannot be read, a datafile is wrong, or two share a name.
 */
export async function readProject(
  folder: string,
  variables: DatafileOptions["variables"] = process.env,
): Promise<ProjectDefinition> {
  const { project, errors } = await readProjectLeniently(folder, variables);
  const [first] = errors;
  if (first !== undefined) throw first;
  return project;
}

/**
 * Reads what can be read of a project folder, and gives an error for each datafile that cannot.
 *
 * @param variables As of `readProject`.
 * @throws {StartError} If the folder cannot be read.
 */
export async function readProjectLeniently(
  folder: string,
  variables: DatafileOptions["variables"] = process.env,
): Promise<LenientProject> {
  const options = { variables, include: includeFrom(folder) };
  const reading = new Reading();
  const files = (await findDatafiles(folder)).map((path) => relative(folder, path));
  // Last those that may be left out for others.
  for (const file of files.sort((a, b) => Number(isPlayground(a)) - Number(isPlayground(b)))) {
    const text = await readFile(`${folder}/${file}`, "utf8");
    reading.take(file, () => {
      if (file.endsWith(".datasource")) reading.addDatasource(parseDatasource(text, file, options));
      else if (file.endsWith(".pipe")) reading.addPipe(parsePipe(text, file, options));
      else reading.addConnection(parseConnection(text, file, options));
    });
  }
  return reading.outcome();
}

/** Tinybird deploys none of these: they are for trying things out. */
function isPlayground(file: string): boolean {
  return /(^|[/\\])(playgrounds|explorations)[/\\]/.test(file);
}

class Reading {
  readonly #datasources: DatasourceDefinition[] = [];
  readonly #pipes: PipeDefinition[] = [];
  readonly #connections: ConnectionDefinition[] = [];
  readonly #fileOf = new Map<string, string>();
  readonly #errors: StartError[] = [];
  readonly #warnings: string[] = [];

  take(file: string, read: () => void): void {
    try {
      read();
    } catch (cause) {
      const error = cause instanceof DatafileError ? startError(cause) : cause;
      if (!(error instanceof StartError)) throw error;
      if (isPlayground(file)) this.#warnings.push(`Left out: ${error.message}`);
      else this.#errors.push(error);
    }
  }

  addDatasource(datasource: DatasourceDefinition): void {
    const { name, file } = datasource;
    const vendor = vendorOf(datasource);
    const isTaken = vendor !== undefined && this.#fileOf.has(name);
    const own = isTaken ? `${vendor}__${name}` : name;
    this.#claim(own, file);
    this.#datasources.push({ ...datasource, name: own });
  }

  addPipe(pipe: PipeDefinition): void {
    this.#claim(pipe.name, pipe.file);
    this.#pipes.push(pipe);
  }

  addConnection(connection: ConnectionDefinition): void {
    this.#claim(`connection ${connection.name}`, connection.file);
    this.#connections.push(connection);
  }

  outcome(): LenientProject {
    const project = {
      datasources: this.#datasources,
      pipes: this.#pipes,
      connections: this.#connections,
      ...(this.#warnings.length === 0 ? {} : { warnings: this.#warnings }),
    };
    return { project: resolveVersions(project), errors: this.#errors };
  }

  #claim(name: string, file: string): void {
    const other = this.#fileOf.get(name);
    if (other !== undefined) {
      const reason = `a name is used once in a project, and "${name}" is in "${other}" too`;
      throw new StartError({ code: "datafile_invalid", file, reason });
    }
    this.#fileOf.set(name, file);
  }
}

function startError(cause: DatafileError): StartError {
  const { file, line, message } = cause;
  const reason = message.replace(`${file}:${line}: `, "");
  return new StartError({ code: "datafile_invalid", file, line, reason }, { cause });
}

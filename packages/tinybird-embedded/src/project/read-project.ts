import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { DatafileError } from "../datafile/datafile-error.ts";
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

/**
 * Reads the datafiles of a project folder, in whatever folders they are.
 *
 * @throws {StartError} If the folder cannot be read, a datafile is wrong, or two share a name.
 */
export async function readProject(project: string): Promise<ProjectDefinition> {
  const datasources: DatasourceDefinition[] = [];
  const pipes: PipeDefinition[] = [];
  const connections: ConnectionDefinition[] = [];
  const fileOf = new Map<string, string>();
  const taking = <Definition extends { readonly name: string }>(
    file: string,
    definition: Definition,
    kind: "resource" | "connection",
  ): Definition => {
    const { name } = definition;
    const other = fileOf.get(`${kind} ${name}`);
    if (other !== undefined) {
      const reason = `a name is used once in a project, and "${name}" is in "${other}" too`;
      throw new StartError({ code: "datafile_invalid", file, reason });
    }
    fileOf.set(`${kind} ${name}`, file);
    return definition;
  };
  for (const path of await findDatafiles(project)) {
    const file = relative(project, path);
    const text = await readFile(path, "utf8");
    if (path.endsWith(".datasource")) {
      datasources.push(taking(file, parse(parseDatasource, text, file), "resource"));
    } else if (path.endsWith(".pipe")) {
      pipes.push(taking(file, parse(parsePipe, text, file), "resource"));
    } else {
      connections.push(taking(file, parse(parseConnection, text, file), "connection"));
    }
  }
  return { datasources, pipes, connections };
}

function parse<Definition>(
  parser: (text: string, file: string) => Definition,
  text: string,
  file: string,
): Definition {
  try {
    return parser(text, file);
  } catch (cause) {
    if (!(cause instanceof DatafileError)) throw cause;
    const { line, message } = cause;
    const reason = message.replace(`${cause.file}:${line}: `, "");
    throw new StartError({ code: "datafile_invalid", file, line, reason }, { cause });
  }
}

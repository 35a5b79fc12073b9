import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseDatasource, parsePipe, templateParameters } from "@audit/tinybird-embedded";
import type { Pipe, Project } from "../src/token/project.ts";

/** Gives of a folder of datafiles what a server would tell of them. */
export async function readDatafiles(folder: string): Promise<Project> {
  const files = await readdir(folder, { recursive: true });
  const read = (file: string) => readFile(join(folder, file), "utf8");
  const datasources = new Map<string, { columns: string[] }>();
  const pipes = new Map<string, Pipe>();
  for (const file of files.sort()) {
    const name = basename(file).replace(/\.\w+$/, "");
    if (file.endsWith(".datasource")) {
      const { columns } = parseDatasource(await read(file), file);
      datasources.set(name, { columns: columns.map((column) => column.name) });
    }
    if (!file.endsWith(".pipe")) continue;
    const nodes = parsePipe(await read(file), file).nodes;
    pipes.set(name, {
      name,
      endpoint: nodes.find(({ type }) => type === "endpoint")?.name,
      nodes: nodes.map((node) => ({
        name: node.name,
        sql: node.sql,
        parameters: templateParameters(node.sql).map((parameter) => parameter.name),
      })),
    });
  }
  return { datasources, pipes };
}

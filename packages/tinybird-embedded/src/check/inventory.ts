import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DatasourceDefinition, PipeDefinition } from "../datafile/definitions.ts";
import { readProjectLeniently } from "../project/read-project.ts";
import { StartError } from "../start-error.ts";
import { guessedPipeKind, type PipeKind, pipeKind } from "./pipe-kind.ts";

/** Every datafile of a project folder, also those that cannot be read. */
export interface Inventory {
  readonly files: readonly InventoryFile[];
  readonly datasources: readonly DatasourceDefinition[];
  readonly pipes: ReadonlyMap<string, PipeDefinition>;
}

export interface InventoryFile {
  readonly file: string;
  /** Of the resource: the file's without folder and extension. */
  readonly name: string;
  readonly kind: "datasource" | PipeKind;
}

/**
 * Lists the datafiles of a folder.
 *
 * @throws {StartError} If the folder cannot be read, or has none.
 */
export async function takeInventory(folder: string): Promise<Inventory> {
  const unread = new Set<string>();
  const { project, errors } = await readProjectLeniently(folder);
  for (const { failure } of errors) if ("file" in failure) unread.add(failure.file);
  const { datasources, pipes } = project;
  const files: InventoryFile[] = [
    ...datasources.map(({ file, name }) => ({ file, name, kind: "datasource" as const })),
    ...pipes.map((pipe) => ({ file: pipe.file, name: pipe.name, kind: pipeKind(pipe) })),
  ];
  for (const file of unread) {
    const name = file.replace(/^.*[/\\]/, "").replace(/\.[^.]*$/, "");
    if (file.endsWith(".datasource")) files.push({ file, name, kind: "datasource" });
    if (!file.endsWith(".pipe")) continue;
    const text = await readFile(join(folder, file), "utf8").catch(() => "");
    files.push({ file, name, kind: guessedPipeKind(file, text) });
  }
  if (files.length === 0) {
    const reason = "it must have a .datasource or a .pipe file";
    throw new StartError({ code: "project_unreadable", project: folder, reason });
  }
  return { files, datasources, pipes: new Map(pipes.map((pipe) => [pipe.name, pipe])) };
}

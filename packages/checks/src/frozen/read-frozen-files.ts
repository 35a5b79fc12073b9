import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrozenFiles } from "./frozen-files.ts";
import type { FrozenFolders } from "./frozen-folders.ts";

/** Reads all frozen files. A folder that does not exist has none. */
export async function readFrozenFiles(folders: FrozenFolders): Promise<FrozenFiles> {
  return { schemas: await readFolder(folders.schemas), samples: await readFolder(folders.samples) };
}

async function readFolder(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const texts = await Promise.all(
    files.sort().map(async (file) => [file, await readFile(join(folder, file), "utf8")] as const),
  );
  return new Map(texts);
}

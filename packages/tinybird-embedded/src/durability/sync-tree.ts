import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { ifMissing } from "../write-ahead-log/log-files.ts";

/** So many are synced side by side: a disk orders them better than we could. */
const atOnce = 16;

/**
 * Has everything in a directory survive a loss of power: files, and the names of all of them.
 *
 * What goes away meanwhile is left out.
 */
export async function syncTree(directory: string): Promise<void> {
  const paths = await pathsIn(directory);
  let next = 0;
  const work = async () => {
    for (let path = paths[next]; path !== undefined; path = paths[next]) {
      next += 1;
      await syncPath(path);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  await syncPath(directory);
}

/** Gives what is in a directory, at any depth; what a directory has comes before itself. */
async function pathsIn(directory: string): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) paths.push(...(await pathsIn(path).catch(ifMissing(() => []))));
    if (entry.isDirectory() || entry.isFile()) paths.push(path);
  }
  return paths;
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r").catch(ifMissing(() => undefined));
  if (handle === undefined) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

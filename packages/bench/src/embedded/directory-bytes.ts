import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Adds up the sizes of the files in a directory whose path matches; one with several names counts once. */
export async function directoryBytes(directory: string, matches = /^/): Promise<number> {
  const files = new Map<bigint, bigint>();
  for (const path of await readdir(directory, { recursive: true })) {
    if (!matches.test(path)) continue;
    const file = await stat(join(directory, path), { bigint: true });
    if (file.isFile()) files.set(file.ino, file.size);
  }
  return Number([...files.values()].reduce((sum, size) => sum + size, 0n));
}

import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ifMissing } from "../write-ahead-log/log-files.ts";

/**
 * Makes a store that is not open forget the tokens of parts that it does not have.
 *
 * ClickHouse notes the token of an insert before it gives the part its name. After a kill in between, the insert would
 * be taken for one that was done.
 *
 * @returns how many tokens were dropped.
 */
export async function dropLostTokens(store: string): Promise<number> {
  let dropped = 0;
  for (const folder of await names(join(store, "store"))) {
    for (const table of await names(join(store, "store", folder))) {
      dropped += await dropOfTable(join(store, "store", folder, table));
    }
  }
  return dropped;
}

async function dropOfTable(table: string): Promise<number> {
  const directory = join(table, "deduplication_logs");
  const logs = (await names(directory)).filter((name) => name.endsWith(".txt"));
  if (logs.length === 0) return 0;
  const parts = (await names(table)).flatMap((name) => partOf(name) ?? []);
  let dropped = 0;
  for (const log of logs) {
    const path = join(directory, log);
    const lines = (await readFile(path, "utf8")).split("\n");
    const kept = lines.filter((line) => !isAdded(line) || isThere(line, parts));
    if (kept.length === lines.length) continue;
    dropped += lines.length - kept.length;
    await writeFile(`${path}.part`, kept.join("\n"));
    await rename(`${path}.part`, path);
  }
  return dropped;
}

/** The blocks of a partition that a part has: after merges many. */
interface Part {
  readonly partition: string;
  readonly first: number;
  readonly last: number;
}

/** Reads the name of a finished part: partition, first and last block, level and, after a mutation, its version. */
function partOf(name: string): Part | undefined {
  const found = /^([^_]+)_(\d+)_(\d+)_\d+(?:_\d+)?$/.exec(name);
  if (found === null) return undefined;
  const [, partition = "", first, last] = found;
  return { partition, first: Number(first), last: Number(last) };
}

/** Each line: 1 for added or 2 for dropped, the part, the token. */
function isAdded(line: string): boolean {
  return line.startsWith("1\t");
}

function isThere(line: string, parts: readonly Part[]): boolean {
  const wanted = partOf(line.split("\t")[1] ?? "");
  // A line that cannot be read is ClickHouse's to judge.
  if (wanted === undefined) return true;
  return parts.some(
    ({ partition, first, last }) =>
      partition === wanted.partition && first <= wanted.first && wanted.last <= last,
  );
}

function names(directory: string): Promise<string[]> {
  return readdir(directory).catch(ifMissing(() => []));
}

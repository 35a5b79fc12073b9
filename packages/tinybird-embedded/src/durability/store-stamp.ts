import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { ifMissing, syncDirectory } from "../write-ahead-log/log-files.ts";

/**
 * Says beside a store that it is whole, and who wrote it. While it is missing, the store may be half of something: a
 * store that is being changed or rebuilt has none.
 */
export interface StoreStamp {
  /** Version of the ClickHouse library that wrote the store; another one may not be able to read it. */
  readonly libchdb: string;
  /** The log that the store belongs to. */
  readonly log: string;
  /** The time since the machine's start in which the store was opened; see boot-id.ts. */
  readonly boot: string;
  /** Whether all of it is on disk, and nobody has it open: it outlives the machine's end. */
  readonly synced: boolean;
}

/** Reads a stamp; `undefined` if there is none that can be read. */
export async function readStamp(file: string): Promise<StoreStamp | undefined> {
  const text = await readFile(file, "utf8").catch(ifMissing(() => ""));
  try {
    const { libchdb, log, boot, synced } = Object(JSON.parse(text));
    const isStamp = [libchdb, log, boot].every((each) => typeof each === "string");
    return isStamp ? { libchdb, log, boot, synced: synced === true } : undefined;
  } catch {
    // Half a stamp is none: the log has everything.
    return undefined;
  }
}

/** Writes a stamp, whole or not at all. */
export async function writeStamp(file: string, stamp: StoreStamp): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, "w", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(stamp)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
  await syncDirectory(dirname(file));
}

/** Takes a stamp away, so that a crash from here on has the store rebuilt. */
export async function removeStamp(file: string): Promise<void> {
  await rm(file, { force: true });
  await syncDirectory(dirname(file));
}

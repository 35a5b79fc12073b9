import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const newline = 0x0a;
const hash = 0x23;

/**
 * Counts the records in the log of a data directory, and with one data source the syncs: each record is synced for
 * itself then. The first record of a segment, its header, counts too.
 */
export async function countRecords(data: string): Promise<number> {
  const log = join(data, "log");
  const segments = (await readdir(log)).filter((name) => name.endsWith(".log"));
  let records = 0;
  for (const segment of segments) records += countFrames(await readFile(join(log, segment)));
  return records;
}

function countFrames(file: Buffer): number {
  let frames = 0;
  for (let at = file.indexOf(hash); at >= 0; at = file.indexOf(hash, at + 1)) {
    if (at === 0 || file[at - 1] === newline) frames += 1;
  }
  return frames;
}

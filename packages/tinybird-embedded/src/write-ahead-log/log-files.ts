import { open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

const segmentName = /^(\d{12})\.log$/;
const snapshotName = /^snapshot-(\d{12})-(\d{4})$/;

/** What a snapshot's directory is called until it is whole. */
export const unfinished = ".part";

/** A file of the log, by the number of its first record. */
export interface SegmentFile {
  readonly path: string;
  readonly first: number;
}

/** A directory with the content of every table after the record of this number. */
export interface SnapshotDirectory {
  readonly path: string;
  readonly upTo: number;
}

/** What lies in the directory of a log, each kind in the order of its numbers. */
export interface LogFiles {
  readonly segments: readonly SegmentFile[];
  readonly snapshots: readonly SnapshotDirectory[];
}

/** Gives the path of the segment that begins with a record. */
export function segmentPath(directory: string, first: number): string {
  return join(directory, `${twelveDigits(first)}.log`);
}

/** Gives the path of a new snapshot after a record: one that is there stays until the new one is whole. */
export async function newSnapshotPath(directory: string, upTo: number): Promise<string> {
  const { snapshots } = await listLogFiles(directory);
  const before = snapshots.findLast((snapshot) => snapshot.upTo === upTo);
  const next = String(Number(before?.path.slice(-4) ?? 0) + 1).padStart(4, "0");
  return join(directory, `snapshot-${twelveDigits(upTo)}-${next}`);
}

/** Lists a log; of a directory that is not there, nothing. */
export async function listLogFiles(directory: string): Promise<LogFiles> {
  const names = (await readdir(directory).catch(ifMissing(() => []))).sort();
  return {
    segments: names.flatMap((name) => {
      const first = segmentName.exec(name)?.[1];
      return first === undefined ? [] : [{ path: join(directory, name), first: Number(first) }];
    }),
    snapshots: names.flatMap((name) => {
      const upTo = snapshotName.exec(name)?.[1];
      return upTo === undefined ? [] : [{ path: join(directory, name), upTo: Number(upTo) }];
    }),
  };
}

/**
 * Removes what the snapshot after `upTo` has made superfluous, and what was never finished.
 *
 * @param last The number of the last record in the last segment; while records are being written, in the last one that
 *   gets no more. What was begun after it stays then.
 */
export async function removeReplaced(
  directory: string,
  {
    upTo,
    last,
    isWritten = false,
  }: { readonly upTo: number; readonly last: number; readonly isWritten?: boolean },
): Promise<void> {
  const { segments, snapshots } = await listLogFiles(directory);
  for (const [index, { path, first }] of segments.entries()) {
    if (isWritten && first > last) continue;
    const next = segments[index + 1];
    if ((next === undefined ? last : next.first - 1) <= upTo) await rm(path, { force: true });
  }
  const old = snapshots.slice(0, -1).map(({ path }) => path);
  for (const path of [...old, ...(await unfinishedSnapshots(directory))]) {
    await rm(path, { recursive: true, force: true });
  }
  await syncDirectory(directory);
}

async function unfinishedSnapshots(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  return names.filter((name) => name.endsWith(unfinished)).map((name) => join(directory, name));
}

/** Has the names in a directory survive a loss of power. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives another answer where there is no such file. */
export function ifMissing<T>(otherwise: () => T): (cause: unknown) => T {
  return (cause) => {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return otherwise();
    throw cause;
  };
}

function twelveDigits(number: number): string {
  return String(number).padStart(12, "0");
}

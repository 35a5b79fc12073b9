import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { StartError } from "../start-error.ts";
import { listLogFiles } from "../write-ahead-log/log-files.ts";
import type { Position } from "../write-ahead-log/positions.ts";

/** Every table and view of a store after a record of the log, and the rows of the tables. */
export interface Snapshot {
  readonly log: string;
  /** The number of the last record in it. */
  readonly upTo: number;
  readonly tables: readonly SnapshotTable[];
  readonly views: readonly { readonly name: string; readonly create: string }[];
  /** Up to where topics are in the rows; none in snapshots of before topics were read. */
  readonly positions?: readonly Position[];
}

export interface SnapshotTable {
  readonly name: string;
  /** The statement that makes it. */
  readonly create: string;
  readonly rows: number;
  /** Where its rows are; a table without rows has no file. */
  readonly file?: SnapshotFile;
}

export interface SnapshotFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A snapshot in its directory. */
export interface StoredSnapshot extends Snapshot {
  readonly path: string;
}

export const manifestName = "manifest.json";

/**
 * Reads what the last snapshot of a log says; `undefined` if there is no log.
 *
 * @throws {StartError} `log_corrupt` if it cannot be read, or is missing where records follow it.
 */
export async function readLastSnapshot(directory: string): Promise<StoredSnapshot | undefined> {
  const { snapshots, segments } = await listLogFiles(directory);
  const last = snapshots.at(-1);
  if (last === undefined) {
    const [segment] = segments;
    if (segment === undefined) return undefined;
    throw unreadable(segment.path, "the snapshot that its records follow must be there");
  }
  const manifest = join(last.path, manifestName);
  try {
    // Written by write-snapshot.ts, and under its name only when it was whole.
    const snapshot = JSON.parse(await readFile(manifest, "utf8")) as Snapshot;
    return { ...snapshot, path: last.path };
  } catch (cause) {
    throw unreadable(manifest, "it must be a snapshot's manifest", cause);
  }
}

/** Works out what tells whether a file of a snapshot is what was written. */
export async function checksum(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** The error for a file of a snapshot. */
export function unreadable(file: string, reason: string, cause?: unknown): StartError {
  return new StartError({ code: "log_corrupt", file, offset: 0, reason }, { cause });
}

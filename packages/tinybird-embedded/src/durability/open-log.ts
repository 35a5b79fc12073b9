import type { Engine } from "../engine/engine.ts";
import { removeReplaced } from "../write-ahead-log/log-files.ts";
import { LogWriter } from "../write-ahead-log/log-writer.ts";
import type { ReadLog } from "../write-ahead-log/read-log.ts";
import { bootId } from "./boot-id.ts";
import type { StoredSnapshot } from "./snapshot.ts";
import type { StorePaths } from "./store-paths.ts";
import { writeStamp } from "./store-stamp.ts";
import { type Definitions, readDefinitions, writeSnapshot } from "./write-snapshot.ts";

/** A log to write. */
export interface OpenLog {
  readonly writer: LogWriter;
  /** Those of its records after the last snapshot. */
  readonly bytes: number;
  /** Notes that all of the store is on disk. */
  sayItIsSynced(): Promise<void>;
}

/** A log that was read, all of which the store has. */
export interface FoundLog {
  readonly id: string;
  /** The library whose store it is from now on. */
  readonly libchdb: string;
  /** The last one; a new log has none. */
  readonly snapshot: StoredSnapshot | undefined;
  readonly read: ReadLog;
  /** Whether the log must begin anew with a snapshot, even if the tables are those of the last one. */
  readonly renew: boolean;
}

/**
 * Opens the log to write, after a snapshot of the store where the last one is not enough, and says that the store is
 * whole.
 */
export async function openLog(
  engine: Engine,
  paths: StorePaths,
  { id, libchdb, snapshot, read, renew }: FoundLog,
  applied: () => number | undefined,
): Promise<OpenLog> {
  const { last } = read;
  const definitions = await readDefinitions(engine);
  const isNew = renew || snapshot === undefined || !hasDefinitions(snapshot, definitions);
  if (isNew) {
    await writeSnapshot(engine, paths.log, {
      log: id,
      upTo: last,
      positions: read.positions,
      ...definitions,
    });
    await removeReplaced(paths.log, { upTo: last, last });
  }
  const writer = await LogWriter.open({
    directory: paths.log,
    id,
    last,
    tail: isNew ? undefined : read.tail,
    // Before the first record the store has everything that there is.
    applied: () => applied() ?? last,
  });
  // A rebuild inserts under other tokens: what it brought in must never be brought in again. And what is torn may have
  // had the next number.
  const isTorn = (read.tail?.torn ?? 0) > 0;
  if (!isNew && (read.applied < last || isTorn)) await writer.append({ kind: "checkpoint" });
  const stamp = { libchdb, log: id, boot: await bootId(), synced: false };
  await writeStamp(paths.stamp, stamp);
  return {
    writer,
    bytes: isNew ? 0 : read.bytes,
    sayItIsSynced: () => writeStamp(paths.stamp, { ...stamp, synced: true }),
  };
}

function hasDefinitions(snapshot: StoredSnapshot, { tables, views }: Definitions): boolean {
  const statements = (definitions: Definitions) =>
    JSON.stringify([...definitions.tables, ...definitions.views].map(({ create }) => create));
  return statements(snapshot) === statements({ tables, views });
}

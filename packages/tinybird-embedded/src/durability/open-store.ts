import { randomUUID } from "node:crypto";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { Engine, type ReadLimits } from "../engine/engine.ts";
import { libchdbVersion } from "../engine/load-chdb.ts";
import { waitUntilFree } from "../engine/open-when-free.ts";
import type { Position } from "../write-ahead-log/positions.ts";
import type { LogDamage, ReadLogOptions } from "../write-ahead-log/read-log.ts";
import { bootId } from "./boot-id.ts";
import { dropLostTokens } from "./drop-lost-tokens.ts";
import { lockData } from "./lock-data.ts";
import { type OpenLog, openLog } from "./open-log.ts";
import { rebuildStore } from "./rebuild-store.ts";
import type { Recovery } from "./recovery.ts";
import { type Replayed, replay } from "./replay.ts";
import { setStoreAside } from "./set-store-aside.ts";
import { readLastSnapshot, type StoredSnapshot } from "./snapshot.ts";
import { dropCopies } from "./snapshot-copies.ts";
import { storePaths } from "./store-paths.ts";
import { readStamp, removeStamp, writeStamp } from "./store-stamp.ts";

export interface OpenStoreOptions extends ReadLimits {
  /** Goes on without what of the log cannot be read; its files are kept in `log/set-aside`. */
  readonly repairLog: boolean;
}

/** A store that has everything that its log has. */
export interface OpenStore {
  readonly engine: Engine;
  /** The id of its log. */
  readonly log: string;
  readonly logDirectory: string;
  readonly recovery: Recovery;
  /** Up to where topics are in the log. */
  readonly positions: readonly Position[];
  /** Says that the store is about to be half of something: a crash from here on has it rebuilt as it is now. */
  beginChange(): Promise<void>;
  /**
   * Opens the log to write.
   *
   * @param changed Whether the tables are others than those of the last snapshot; the log then gets one of them.
   */
  openLog(changed: boolean, applied: () => number | undefined): Promise<OpenLog>;
}

/**
 * Opens the store of a data directory and brings in what its log has in addition; rebuilds it from the log if it is
 * not whole, or was written by another version of ClickHouse's library.
 *
 * @throws {StartError} If the directory cannot be used, or its log cannot be read.
 */
export async function openStore(data: string, options: OpenStoreOptions): Promise<OpenStore> {
  const paths = storePaths(data);
  await mkdir(paths.log, { recursive: true, mode: 0o700 });
  // Before anything is read, as another process may be about to change it.
  const locked = await lockData(data, paths);
  const libchdb = await libchdbVersion();
  const { repairLog } = options;
  const rebuilt = await setStoreAside(paths, { libchdb, repairLog, locked });
  if (!locked) await waitUntilFree(paths.store);
  await dropLostTokens(paths.store);
  await noteThatItIsOpen(paths.stamp);
  const engine = await Engine.open(paths.store, options);
  await dropCopies(engine);
  // Not before the directory is ours: a process that is ending may still have been writing.
  const snapshot = await readLastSnapshot(paths.log);
  const damage: LogDamage[] = [];
  const { read, replayed } = await recover(engine, paths.log, snapshot, {
    rebuild: rebuilt !== undefined,
    ...(repairLog ? { skip: (place: LogDamage) => void damage.push(place) } : {}),
  });
  await keepDamaged(paths.log, damage);
  if (rebuilt !== "log") await rm(paths.before, { recursive: true, force: true });
  // Numbers that could not be read are given again: as those of another log they are other tokens.
  const log = snapshot === undefined || damage.length > 0 ? randomUUID() : snapshot.log;
  return {
    engine,
    log,
    logDirectory: paths.log,
    positions: read.positions,
    recovery: {
      ...(rebuilt === undefined ? {} : { rebuilt }),
      replayed,
      torn: read.tail?.torn ?? 0,
      damage,
    },
    beginChange: () => removeStamp(paths.stamp),
    openLog: (changed, applied) => {
      const renew = changed || damage.length > 0;
      return openLog(engine, paths, { id: log, libchdb, snapshot, read, renew }, applied);
    },
  };
}

/** From here on ClickHouse merges parts, which it does not sync. */
async function noteThatItIsOpen(file: string): Promise<void> {
  const stamp = await readStamp(file);
  if (stamp?.synced) await writeStamp(file, { ...stamp, boot: await bootId(), synced: false });
}

async function recover(
  engine: Engine,
  directory: string,
  snapshot: StoredSnapshot | undefined,
  { rebuild, ...options }: Pick<ReadLogOptions, "skip"> & { readonly rebuild: boolean },
): Promise<Replayed> {
  if (snapshot === undefined) {
    return { read: { last: 0, applied: 0, tail: undefined, bytes: 0, positions: [] }, replayed: 0 };
  }
  const { log: id, upTo: after, positions = [] } = snapshot;
  const read = { id, after, positions, ...options };
  return rebuild
    ? rebuildStore(engine, directory, snapshot, read)
    : replay(engine, directory, read);
}

/** Keeps what could not be read: the snapshot that follows takes the place of everything before it. */
async function keepDamaged(directory: string, damage: readonly LogDamage[]): Promise<void> {
  for (const file of new Set(damage.map((place) => place.file))) {
    await mkdir(join(directory, "set-aside"), { recursive: true, mode: 0o700 });
    await copyFile(file, join(directory, "set-aside", basename(file)));
  }
}

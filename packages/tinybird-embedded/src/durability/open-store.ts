import { randomUUID } from "node:crypto";
import { copyFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Engine, type ReadLimits } from "../engine/engine.ts";
import { libchdbVersion } from "../engine/load-chdb.ts";
import { waitUntilFree } from "../engine/open-when-free.ts";
import { listLogFiles, removeReplaced } from "../write-ahead-log/log-files.ts";
import { LogWriter } from "../write-ahead-log/log-writer.ts";
import { type LogDamage, type ReadLogOptions, readLog } from "../write-ahead-log/read-log.ts";
import { verifySnapshot } from "./load-snapshot.ts";
import { rebuildStore } from "./rebuild-store.ts";
import type { Recovery } from "./recovery.ts";
import { type Replayed, replay } from "./replay.ts";
import { readLastSnapshot, type StoredSnapshot } from "./snapshot.ts";
import { readStamp, removeStamp, writeStamp } from "./store-stamp.ts";
import { type Definitions, readDefinitions, writeSnapshot } from "./write-snapshot.ts";

/** Where the parts of a data directory are. */
interface Paths {
  readonly store: string;
  readonly log: string;
  readonly stamp: string;
  readonly before: string;
}

export interface OpenStoreOptions extends ReadLimits {
  /** Goes on without what of the log cannot be read; its files are kept in `log/set-aside`. */
  readonly repairLog: boolean;
}

/** A log to write, and the bytes of its records after the last snapshot. */
export interface OpenLog {
  readonly writer: LogWriter;
  readonly bytes: number;
}

/** A store that has everything that its log has. */
export interface OpenStore {
  readonly engine: Engine;
  /** The id of its log. */
  readonly log: string;
  readonly logDirectory: string;
  readonly recovery: Recovery;
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
  const paths: Paths = {
    store: join(data, "clickhouse"),
    log: join(data, "log"),
    stamp: join(data, "store.json"),
    before: join(data, "clickhouse.before"),
  };
  await mkdir(paths.log, { recursive: true, mode: 0o700 });
  const libchdb = await libchdbVersion();
  const rebuilt = await reasonToRebuild(paths, libchdb);
  if (rebuilt !== undefined) await setStoreAside(paths, rebuilt, options.repairLog);
  const engine = await Engine.open(paths.store, options);
  // Not before the directory is ours: a process that is ending may still have been writing.
  const snapshot = await readLastSnapshot(paths.log);
  const damage: LogDamage[] = [];
  const { read, replayed } = await recover(engine, paths.log, snapshot, {
    rebuild: rebuilt !== undefined,
    ...(options.repairLog ? { skip: (place: LogDamage) => void damage.push(place) } : {}),
  });
  await setAside(paths.log, damage);
  await rm(paths.before, { recursive: true, force: true });
  const log = snapshot?.log ?? randomUUID();
  const { last } = read;
  return {
    engine,
    log,
    logDirectory: paths.log,
    recovery: {
      ...(rebuilt === undefined ? {} : { rebuilt }),
      replayed,
      torn: read.tail?.torn ?? 0,
      damage,
    },
    beginChange: () => removeStamp(paths.stamp),
    openLog: async (changed, applied) => {
      const definitions = await readDefinitions(engine);
      const isNew =
        changed ||
        damage.length > 0 ||
        snapshot === undefined ||
        !hasDefinitions(snapshot, definitions);
      if (isNew) {
        await writeSnapshot(engine, paths.log, { log, upTo: last, ...definitions });
        await removeReplaced(paths.log, { upTo: last, last });
      }
      const tail = isNew ? undefined : read.tail;
      const writer = await LogWriter.open({
        directory: paths.log,
        id: log,
        last,
        tail,
        // Before the first record the store has everything that there is.
        applied: () => applied() ?? last,
      });
      // A rebuild inserts under other tokens: what it brought in must never be brought in again.
      if (!isNew && read.applied < last) await writer.append({ kind: "checkpoint" });
      await writeStamp(paths.stamp, { libchdb, log });
      return { writer, bytes: isNew ? 0 : read.bytes };
    },
  };
}

async function reasonToRebuild(paths: Paths, libchdb: string): Promise<Recovery["rebuilt"]> {
  const { snapshots } = await listLogFiles(paths.log);
  // Without a log there is nothing to rebuild from: the store is new, or of a version that kept none.
  if (snapshots.length === 0) return undefined;
  if ((await whyRebuild(paths, libchdb)) === undefined) return undefined;
  // Another process may be the reason, and done by now.
  await waitUntilFree(paths.store);
  return whyRebuild(paths, libchdb);
}

async function whyRebuild(paths: Paths, libchdb: string): Promise<Recovery["rebuilt"]> {
  if (!(await exists(paths.store))) return "missing";
  const stamp = await readStamp(paths.stamp);
  if (stamp === undefined) return "unfinished";
  return stamp.libchdb === libchdb ? undefined : "version";
}

/** Makes room for a new store; what another version wrote stays until there is one. */
async function setStoreAside(
  paths: Paths,
  why: Recovery["rebuilt"],
  repairLog: boolean,
): Promise<void> {
  // First, as a log that cannot be read must leave everything as it is.
  const snapshot = await readLastSnapshot(paths.log);
  if (snapshot !== undefined) {
    await verifySnapshot(snapshot);
    const skip = repairLog ? { skip: () => undefined } : {};
    await readLog(paths.log, { id: snapshot.log, after: snapshot.upTo, ...skip }, () => undefined);
  }
  await removeStamp(paths.stamp);
  if (why === "version") {
    await rm(paths.before, { recursive: true, force: true });
    await rename(paths.store, paths.before);
  }
  await rm(paths.store, { recursive: true, force: true });
}

async function recover(
  engine: Engine,
  directory: string,
  snapshot: StoredSnapshot | undefined,
  { rebuild, ...options }: Pick<ReadLogOptions, "skip"> & { readonly rebuild: boolean },
): Promise<Replayed> {
  if (snapshot === undefined) {
    return { read: { last: 0, applied: 0, tail: undefined, bytes: 0 }, replayed: 0 };
  }
  const read = { id: snapshot.log, after: snapshot.upTo, ...options };
  return rebuild
    ? rebuildStore(engine, directory, snapshot, read)
    : replay(engine, directory, read);
}

function hasDefinitions(snapshot: StoredSnapshot, { tables, views }: Definitions): boolean {
  const statements = (definitions: Definitions) =>
    JSON.stringify([...definitions.tables, ...definitions.views].map(({ create }) => create));
  return statements(snapshot) === statements({ tables, views });
}

/** Keeps what could not be read: the snapshot that follows takes the place of everything before it. */
async function setAside(directory: string, damage: readonly LogDamage[]): Promise<void> {
  for (const file of new Set(damage.map((place) => place.file))) {
    await mkdir(join(directory, "set-aside"), { recursive: true, mode: 0o700 });
    await copyFile(file, join(directory, "set-aside", basename(file)));
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

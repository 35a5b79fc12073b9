import { rename, rm, stat } from "node:fs/promises";
import { waitUntilFree } from "../engine/open-when-free.ts";
import { listLogFiles } from "../write-ahead-log/log-files.ts";
import { readLog } from "../write-ahead-log/read-log.ts";
import { bootId } from "./boot-id.ts";
import { verifySnapshot } from "./load-snapshot.ts";
import type { Recovery } from "./recovery.ts";
import { readLastSnapshot } from "./snapshot.ts";
import type { StorePaths } from "./store-paths.ts";
import { readStamp, removeStamp } from "./store-stamp.ts";

/**
 * Makes room for a new store, if the one that is there cannot be used and there is a log to make it from; gives why.
 *
 * @param options.libchdb The version of ClickHouse's library that is to use it.
 * @param options.locked Whether the directory is known to be this process's alone.
 * @throws {StartError} If another process keeps it, or the log cannot be read; everything is as it was then.
 */
export async function setStoreAside(
  paths: StorePaths,
  {
    libchdb,
    repairLog,
    locked,
  }: { readonly libchdb: string; readonly repairLog: boolean; readonly locked: boolean },
): Promise<Recovery["rebuilt"]> {
  const why = await reasonToRebuild(paths, libchdb, locked);
  if (why === undefined) return undefined;
  // First, as a log that cannot be read must leave everything as it is.
  await requireReadable(paths.log, repairLog);
  await removeStamp(paths.stamp);
  // One of another log may have what this log does not.
  if (why === "version" || why === "log") {
    await rm(paths.before, { recursive: true, force: true });
    await rename(paths.store, paths.before);
  }
  await rm(paths.store, { recursive: true, force: true });
  return why;
}

async function reasonToRebuild(
  paths: StorePaths,
  libchdb: string,
  locked: boolean,
): Promise<Recovery["rebuilt"]> {
  const { snapshots } = await listLogFiles(paths.log);
  // Without a log there is nothing to rebuild from: the store is new, or of a version that kept none.
  if (snapshots.length === 0) return undefined;
  const why = await whyRebuild(paths, libchdb);
  // What ClickHouse left may name a process of today that has nothing to do with it.
  if (why === undefined || locked) return why;
  // Another process may be the reason, and done by now.
  await waitUntilFree(paths.store);
  return whyRebuild(paths, libchdb);
}

async function whyRebuild(paths: StorePaths, libchdb: string): Promise<Recovery["rebuilt"]> {
  if (!(await exists(paths.store))) return "missing";
  const stamp = await readStamp(paths.stamp);
  if (stamp === undefined) return "unfinished";
  if (stamp.libchdb !== libchdb) return "version";
  const snapshot = await readLastSnapshot(paths.log);
  if (snapshot === undefined) return undefined;
  if (stamp.log !== snapshot.log) return "log";
  return stamp.synced || stamp.boot === (await bootId()) ? undefined : "reboot";
}

async function requireReadable(directory: string, repairLog: boolean): Promise<void> {
  const snapshot = await readLastSnapshot(directory);
  if (snapshot === undefined) return;
  await verifySnapshot(snapshot);
  const skip = repairLog ? { skip: () => undefined } : {};
  await readLog(directory, { id: snapshot.log, after: snapshot.upTo, ...skip }, () => undefined);
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

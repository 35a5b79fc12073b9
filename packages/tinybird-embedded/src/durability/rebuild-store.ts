import { database, type Engine } from "../engine/engine.ts";
import { type ReadLogOptions, readLog } from "../write-ahead-log/read-log.ts";
import { loadSnapshot } from "./load-snapshot.ts";
import { MergeInserts } from "./merge-inserts.ts";
import { applyAtStart, type Replayed } from "./replay.ts";
import type { StoredSnapshot } from "./snapshot.ts";

/** Makes an empty store into what the log says: its snapshot, and every record after it. */
export async function rebuildStore(
  engine: Engine,
  directory: string,
  snapshot: StoredSnapshot,
  read: ReadLogOptions,
): Promise<Replayed> {
  const merged = await rebuild(engine, directory, snapshot, read, true);
  if (merged !== undefined) return merged;
  await engine.execute(`DROP DATABASE ${database} SYNC`);
  await engine.execute(`CREATE DATABASE ${database} ENGINE = Atomic`);
  const exact = await rebuild(engine, directory, snapshot, read, false);
  return exact ?? Promise.reject(new Error("A rebuild record by record always has a result"));
}

/** Gives nothing if rows that were inserted together are refused: only those of one record may be missing then. */
async function rebuild(
  engine: Engine,
  directory: string,
  snapshot: StoredSnapshot,
  read: ReadLogOptions,
  together: boolean,
): Promise<Replayed | undefined> {
  await loadSnapshot(engine, snapshot);
  let replayed = 0;
  let isExact = true;
  const inserts = new MergeInserts(together, async (record, count) => {
    if (!isExact) return;
    const options = { log: snapshot.log, isMerged: count > 1 };
    const { refusal } = await applyAtStart(engine, directory, record, options);
    if (refusal !== undefined && count > 1) isExact = false;
  });
  const found = await readLog(directory, read, async (record) => {
    replayed += 1;
    await inserts.add(record);
  });
  await inserts.end();
  return isExact ? { read: found, replayed } : undefined;
}

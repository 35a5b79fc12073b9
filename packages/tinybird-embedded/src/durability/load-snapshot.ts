import { join } from "node:path";
import { database, type Engine } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { checksum, type SnapshotTable, type StoredSnapshot, unreadable } from "./snapshot.ts";

/** Makes the tables and views of a snapshot in an empty store, with the rows that it has. */
export async function loadSnapshot(
  engine: Engine,
  { path, tables, views }: StoredSnapshot,
): Promise<void> {
  for (const table of tables) {
    await engine.execute(table.create);
    await loadRows(engine, path, table);
  }
  // Last: the rows of their targets are there already.
  for (const { create } of views) await engine.execute(create);
}

/**
 * Looks whether every file of a snapshot is what was written.
 *
 * @throws {StartError} `log_corrupt` if one is not.
 */
export async function verifySnapshot({ path: directory, tables }: StoredSnapshot): Promise<void> {
  for (const { file } of tables) {
    if (file === undefined) continue;
    const path = join(directory, file.name);
    const found = await checksum(path).catch((cause: unknown) => {
      throw unreadable(path, "it must be there", cause);
    });
    if (found.bytes === file.bytes && found.sha256 === file.sha256) continue;
    throw unreadable(path, "it must be what was written: its checksum differs");
  }
}

async function loadRows(engine: Engine, directory: string, table: SnapshotTable): Promise<void> {
  const { name, file } = table;
  if (file === undefined) return;
  const path = quoteString(join(directory, file.name));
  await engine.execute(
    `INSERT INTO ${database}.${quoteName(name)} SELECT * FROM file(${path}, 'Native')
     SETTINGS deduplicate_insert = 'disable', max_partitions_per_insert_block = 0`,
  );
}

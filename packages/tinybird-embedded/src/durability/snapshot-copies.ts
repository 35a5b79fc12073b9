import { database, type Engine } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";

/** The database of the copies that a snapshot is written from. */
export const copies = "tb_snapshot";

/** Makes a copy of each table as it is now, in a moment: its parts are linked. */
export async function copyTables(engine: Engine): Promise<void> {
  await dropCopies(engine);
  await engine.execute(`CREATE DATABASE ${copies} ENGINE = Atomic`);
  const tables = await engine.rows<{ name: string }>(
    `SELECT name FROM system.tables
     WHERE database = ${quoteString(database)} AND engine LIKE '%MergeTree'`,
  );
  for (const { name } of tables) {
    const table = quoteName(name);
    await engine.execute(`CREATE TABLE ${copies}.${table} CLONE AS ${database}.${table}`);
  }
}

/** Removes the copies, also those that a process left behind when it was killed: they keep deleted rows on the disk. */
export async function dropCopies(engine: Engine): Promise<void> {
  await engine.execute(`DROP DATABASE IF EXISTS ${copies} SYNC`);
}

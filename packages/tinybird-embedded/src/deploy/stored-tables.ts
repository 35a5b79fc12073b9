import { database, type Engine } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { readMark, type TableMark } from "./table-mark.ts";

/** A table that exists. */
export interface StoredTable {
  readonly name: string;
  /** Of ClickHouse: `MergeTree`, `Null`, … */
  readonly engine: string;
  readonly hasTtl: boolean;
  readonly mark: TableMark | undefined;
}

/** Gives the tables that exist, those of quarantines included, by name. */
export async function storedTables(engine: Engine): Promise<Map<string, StoredTable>> {
  const rows = await engine.rows<{
    name: string;
    engine: string;
    engine_full: string;
    comment: string;
  }>(
    `SELECT name, engine, engine_full, comment FROM system.tables
     WHERE database = ${quoteString(database)} AND engine != 'MaterializedView'`,
  );
  return new Map(
    rows.map(({ name, engine: type, engine_full, comment }) => [
      name,
      { name, engine: type, hasTtl: / TTL /.test(engine_full), mark: readMark(comment) },
    ]),
  );
}

/** Counts the rows of a table. */
export async function countRows(engine: Engine, table: string, from = database): Promise<number> {
  const [row] = await engine.rows<{ rows: number }>(
    `SELECT count() AS rows FROM ${from}.${quoteName(table)}`,
  );
  return row?.rows ?? 0;
}

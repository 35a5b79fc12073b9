import type { DatasourceDefinition } from "../datafile/definitions.ts";
import { database, type Engine } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { StartError } from "../start-error.ts";
import { columnSql, createQuarantineTable, createTable, quarantineName } from "./create-table.ts";
import { dropViewsOf } from "./stored-views.ts";

const scratch = "tb_scratch";

/**
 * Brings a table that exists to its definition, keeping its rows: new columns that have a DEFAULT, or may be null,
 * are added. A table without rows is made anew.
 *
 * The definitions are compared as ClickHouse reads them, so a change of spelling is no change.
 *
 * @throws {StartError} If rows are there and anything else has changed.
 */
export async function changeTable(engine: Engine, datasource: DatasourceDefinition): Promise<void> {
  await engine.execute(`DROP DATABASE IF EXISTS ${scratch} SYNC`);
  await engine.execute(`CREATE DATABASE ${scratch} ENGINE = Atomic`);
  try {
    await engine.execute(createTable(datasource, scratch));
    const wanted = await readShape(engine, scratch, datasource.name);
    const stored = await readShape(engine, database, datasource.name);
    if (JSON.stringify(wanted) !== JSON.stringify(stored)) {
      await change(engine, datasource, wanted, stored);
    }
  } finally {
    await engine.execute(`DROP DATABASE IF EXISTS ${scratch} SYNC`);
  }
}

/** A table as ClickHouse understood its definition. */
interface Shape {
  readonly engine: string;
  readonly columns: readonly ShapeColumn[];
  readonly indexes: readonly string[];
}

interface ShapeColumn {
  readonly name: string;
  /** Type, default and codec. */
  readonly definition: string;
}

async function change(
  engine: Engine,
  datasource: DatasourceDefinition,
  wanted: Shape,
  stored: Shape,
): Promise<void> {
  const { name, columns } = datasource;
  const table = `${database}.${quoteName(name)}`;
  if ((await count(engine, name)) === 0) {
    await dropViewsOf(engine, name);
    await engine.execute(`DROP TABLE ${table} SYNC`);
    await engine.execute(createTable(datasource, database));
    if ((await count(engine, quarantineName(name))) === 0) {
      await engine.execute(
        `DROP TABLE IF EXISTS ${database}.${quoteName(quarantineName(name))} SYNC`,
      );
      await engine.execute(createQuarantineTable(datasource, database));
      return;
    }
  } else {
    requireAdditionsOnly(datasource, wanted, stored);
    const there = new Set(stored.columns.map((column) => column.name));
    for (const column of columns.filter((each) => !there.has(each.name))) {
      // Otherwise old rows would work the default out at each read, and now() would move.
      const fixed =
        column.default === undefined ? "" : `, MATERIALIZE COLUMN ${quoteName(column.name)}`;
      await engine.execute(`ALTER TABLE ${table} ADD COLUMN ${columnSql(column)}${fixed}`);
    }
  }
  for (const column of columns) {
    await engine.execute(
      `ALTER TABLE ${database}.${quoteName(quarantineName(name))}
       ADD COLUMN IF NOT EXISTS ${quoteName(column.name)} Nullable(String)`,
    );
  }
}

function requireAdditionsOnly(
  { name, columns }: DatasourceDefinition,
  wanted: Shape,
  stored: Shape,
): void {
  const refuse = (reason: string): StartError =>
    new StartError({ code: "project_changed", resource: name, reason });
  if (wanted.engine !== stored.engine) {
    throw refuse(`its engine and keys must stay: they are ${stored.engine}`);
  }
  if (wanted.indexes.join() !== stored.indexes.join()) throw refuse("its indexes must stay");
  const wantedColumns = new Map(wanted.columns.map((column) => [column.name, column.definition]));
  for (const { name: column, definition } of stored.columns) {
    const now = wantedColumns.get(column);
    wantedColumns.delete(column);
    if (now === undefined) throw refuse(`column "${column}" must stay`);
    if (now !== definition) throw refuse(`column "${column}" must stay ${definition}`);
  }
  for (const column of columns.filter((each) => wantedColumns.has(each.name))) {
    if (column.default !== undefined || /^Nullable\s*\(/.test(column.type)) continue;
    throw refuse(`new column "${column.name}" must have a DEFAULT or be Nullable`);
  }
}

async function readShape(engine: Engine, from: string, table: string): Promise<Shape> {
  const where = `database = ${quoteString(from)} AND table = ${quoteString(table)}`;
  const [columns, tables, indexes] = await Promise.all([
    engine.rows<ShapeColumn>(
      `SELECT name, trim(concatWithSeparator(' ', type, default_kind, default_expression, compression_codec)) AS definition
       FROM system.columns WHERE ${where} ORDER BY name`,
    ),
    engine.rows<{ engine_full: string }>(
      `SELECT engine_full FROM system.tables WHERE ${where.replace("table =", "name =")}`,
    ),
    engine.rows<{ index: string }>(
      `SELECT concatWithSeparator(' ', name, expr, type_full, toString(granularity)) AS index
       FROM system.data_skipping_indices WHERE ${where} ORDER BY name`,
    ),
  ]);
  return {
    engine: tables[0]?.engine_full ?? "",
    columns,
    indexes: indexes.map(({ index }) => index),
  };
}

async function count(engine: Engine, table: string): Promise<number> {
  const [row] = await engine.rows<{ rows: number }>(
    `SELECT count() AS rows FROM ${database}.${quoteName(table)}`,
  );
  return row?.rows ?? 0;
}

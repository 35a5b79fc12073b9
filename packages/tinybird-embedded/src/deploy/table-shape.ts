import { tokenizeSql } from "../datafile/tokenize-sql.ts";
import type { Engine } from "../engine/engine.ts";
import { quoteString } from "../engine/sql-text.ts";

/** A table as ClickHouse understood its definition; equal shapes are equal tables, however they were spelled. */
export interface TableShape {
  /** Engine and keys, up to TTL and SETTINGS. */
  readonly engine: string;
  readonly ttl: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly columns: readonly ShapeColumn[];
  readonly indexes: readonly { readonly name: string; readonly definition: string }[];
}

/** A column; what it does not have is `""`. */
export interface ShapeColumn {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  readonly codec: string;
}

/** Reads the shape of a table that exists. */
export async function readShape(engine: Engine, from: string, table: string): Promise<TableShape> {
  const where = `database = ${quoteString(from)} AND table = ${quoteString(table)}`;
  const [columns, tables, indexes] = await Promise.all([
    engine.rows<ShapeColumn>(
      `SELECT name, type, trim(concatWithSeparator(' ', default_kind, default_expression)) AS default,
         compression_codec AS codec
       FROM system.columns WHERE ${where} ORDER BY name`,
    ),
    engine.rows<{ engine_full: string }>(
      `SELECT engine_full FROM system.tables WHERE ${where.replace("table =", "name =")}`,
    ),
    engine.rows<{ name: string; definition: string }>(
      `SELECT name, concatWithSeparator(' ', expr, type_full, toString(granularity)) AS definition
       FROM system.data_skipping_indices WHERE ${where} ORDER BY name`,
    ),
  ]);
  return { ...splitEngine(tables[0]?.engine_full ?? ""), columns, indexes };
}

/** Tells whether two tables are one and the same but for their rows. */
export function sameShape(one: TableShape, other: TableShape): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Takes `MergeTree ORDER BY id TTL t SETTINGS a = 1` apart. */
export function splitEngine(text: string): Pick<TableShape, "engine" | "ttl" | "settings"> {
  const parts = { engine: "", ttl: "", settings: "" };
  let part: keyof typeof parts = "engine";
  let depth = 0;
  for (const { kind, text: token } of tokenizeSql(text)) {
    if (kind === "open") depth += 1;
    if (kind === "close") depth -= 1;
    if (depth === 0 && kind === "word" && token === "TTL") part = "ttl";
    else if (depth === 0 && kind === "word" && token === "SETTINGS") part = "settings";
    else parts[part] += token;
  }
  return {
    engine: parts.engine.trim(),
    ttl: parts.ttl.trim(),
    settings: Object.fromEntries(
      parts.settings
        .split(",")
        .map((each) => each.split("=").map((side) => side.trim()))
        .flatMap(([name = "", value = ""]) => (name === "" ? [] : [[name, value]]))
        .sort(),
    ),
  };
}

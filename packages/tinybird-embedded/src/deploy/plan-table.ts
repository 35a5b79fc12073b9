import type { DatasourceDefinition } from "../datafile/definitions.ts";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import { database, type Engine } from "../engine/engine.ts";
import { quoteName } from "../engine/sql-text.ts";
import { StartError } from "../start-error.ts";
import { alterations, columnObstacle, obstacle } from "./alter-table.ts";
import { tableMark } from "./create-table.ts";
import { forwardInsert, isRepeatable } from "./forward-query.ts";
import { next, trial } from "./scratch.ts";
import { countRows, type StoredTable } from "./stored-tables.ts";
import { readShape, sameShape, type TableShape } from "./table-shape.ts";

/** What a deployment does to the rows of one data source. */
export type TablePlan =
  /** The table is not there. */
  | { readonly kind: "new" }
  /** The table is what the project says. */
  | { readonly kind: "kept" }
  /** The table is what the project says in other words. */
  | { readonly kind: "marked" }
  /** The table has no rows, and is made anew. */
  | { readonly kind: "emptied" }
  /** Its rows stay, in a copy that ALTER TABLE changes. */
  | { readonly kind: "altered"; readonly actions: readonly string[] }
  /** Its rows are written into a new table. */
  | { readonly kind: "rewritten"; readonly insert: string; readonly byForwardQuery: boolean }
  /** Its rows cannot stay: only materialized views could write them again. */
  | { readonly kind: "unkeepable"; readonly reason: string };

export const addForwardQuery =
  "add a FORWARD_QUERY that says how its rows become the new ones, or start on a fresh data directory";

/**
 * Finds the way that keeps a table's rows. The table as the project wants it is in the database `next`, without rows.
 *
 * @throws {StartError} If the FORWARD_QUERY is wrong.
 */
export async function planTable(
  engine: Engine,
  datasource: DatasourceDefinition,
  table: StoredTable | undefined,
): Promise<TablePlan> {
  const { name, forwardQuery } = datasource;
  if (table === undefined) return { kind: "new" };
  const mark = tableMark(datasource);
  if (table.mark?.stamp === mark.stamp) return { kind: "kept" };
  const [wanted, stored] = [
    await readShape(engine, next, name),
    await readShape(engine, database, name),
  ];
  if (sameShape(wanted, stored)) return { kind: "marked" };
  if ((await countRows(engine, name)) === 0) return { kind: "emptied" };
  if (datasource.engine.type === "Null") {
    return {
      kind: "unkeepable",
      reason: "an engine Null keeps no rows: start on a fresh data directory",
    };
  }
  const isForThisChange = mark.forward !== table.mark?.forward;
  const hasMoved = obstacle(wanted, stored) !== undefined || hasOtherColumns(wanted, stored);
  if (forwardQuery !== undefined && isForThisChange && hasMoved) {
    const insert = await forwardInsert(engine, datasource, forwardQuery, wanted);
    return { kind: "rewritten", insert, byForwardQuery: true };
  }
  const inTheWay = obstacle(wanted, stored) ?? (await tryAlter(engine, datasource, wanted, stored));
  if (typeof inTheWay === "object") return inTheWay;
  if (datasource.engine.type === "MergeTree" && columnObstacle(wanted, stored) === undefined) {
    const columns = stored.columns.map((column) => quoteName(column.name)).join(", ");
    const insert = await forwardInsert(engine, datasource, `SELECT ${columns}`, wanted);
    return { kind: "rewritten", insert, byForwardQuery: false };
  }
  if (forwardQuery === undefined) {
    return { kind: "unkeepable", reason: `${inTheWay}: ${addForwardQuery}` };
  }
  if (isRepeatable(forwardQuery)) {
    const insert = await forwardInsert(engine, datasource, forwardQuery, wanted);
    return { kind: "rewritten", insert, byForwardQuery: true };
  }
  const reason = `${inTheWay}, and its FORWARD_QUERY is the one of the deployment before: write it for this change, or start on a fresh data directory`;
  return { kind: "unkeepable", reason };
}

/** Makes the error for rows that cannot stay. */
export function changed(resource: string, reason: string): StartError {
  return new StartError({ code: "project_changed", resource, reason });
}

function hasOtherColumns(wanted: TableShape, stored: TableShape): boolean {
  return JSON.stringify(wanted.columns) !== JSON.stringify(stored.columns);
}

/** Tries the ALTERs on an empty copy; gives why they will not do, if so. */
async function tryAlter(
  engine: Engine,
  datasource: DatasourceDefinition,
  wanted: TableShape,
  stored: TableShape,
): Promise<TablePlan | string> {
  const name = quoteName(datasource.name);
  const actions = alterations(datasource, wanted, stored);
  await engine.execute(`CREATE TABLE ${trial}.${name} AS ${database}.${name}`);
  try {
    for (const action of actions) await engine.execute(`ALTER TABLE ${trial}.${name} ${action}`);
  } catch (cause) {
    if (!(cause instanceof ClickhouseError)) throw cause;
    return `ClickHouse must be able to change it in place, and refuses: ${cause.reason}`;
  }
  const reached = await readShape(engine, trial, datasource.name);
  if (sameShape(reached, wanted)) return { kind: "altered", actions };
  return "ClickHouse must be able to change it in place";
}

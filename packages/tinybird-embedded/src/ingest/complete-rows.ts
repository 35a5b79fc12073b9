import { ClickhouseError } from "../engine/clickhouse-error.ts";
import type { Writer } from "../engine/engine.ts";
import { LogError } from "../write-ahead-log/log-error.ts";
import { completeAsSent } from "./complete-as-sent.ts";
import type { Misfit } from "./encode-row.ts";
import { exact } from "./exact-settings.ts";
import { findMisfits } from "./find-misfits.ts";
import type { FittingRow } from "./fitting-row.ts";
import type { IngestPlan } from "./ingest-plan.ts";
import { RowAsSent } from "./row-as-sent.ts";
import { selectFromLines } from "./select-from-lines.ts";

/** Rows with every default worked out, and those that ClickHouse could not read, by their place among the rows. */
export interface CompletedRows {
  /** Of the readable ones, in their order, each with its line break. */
  readonly lines: Buffer;
  readonly unreadable: ReadonlyMap<number, readonly Misfit[]>;
  /** Into how many partitions they fall, if that is known. */
  readonly partitions?: number;
}

/**
 * Works out what rows leave to a DEFAULT, once: whoever inserts the lines gets the same rows each time. Rows keep their
 * text if that is certain to be right; otherwise ClickHouse reads them as the data source's columns and writes them anew.
 *
 * @throws {ClickhouseError} If it is not the values that keep it from that, a DEFAULT that fails for instance.
 */
export async function completeRows(
  writer: Writer,
  plan: IngestPlan,
  rows: readonly FittingRow[],
): Promise<CompletedRows> {
  const asSent = await completeAsSent(writer, plan, rows);
  if (asSent !== undefined) {
    const { text, partitions } = asSent;
    return { lines: Buffer.from(text), unreadable: new Map(), partitions };
  }
  try {
    return { lines: await complete(writer, plan, rows), unreadable: new Map() };
  } catch (cause) {
    if (!(cause instanceof ClickhouseError)) throw cause;
    const values = rows.map((row) => row.values);
    const unreadable = await findMisfits(writer, plan.columns, values);
    if (unreadable.size === 0) throw cause;
    const readable = rows.filter((_, index) => !unreadable.has(index));
    return { lines: await complete(writer, plan, readable), unreadable };
  }
}

/** Declares a DEFAULT only where a row needs it: ClickHouse prepares each for milliseconds, used or not. */
function structureFor({ declared }: IngestPlan, rows: readonly FittingRow[]): string {
  return declared
    .map(({ place, withDefault, withoutDefault }) =>
      rows.every((row) => givesValue(row, place)) ? withoutDefault : withDefault,
    )
    .join(", ");
}

function givesValue(row: FittingRow, place: number): boolean {
  if (row instanceof RowAsSent) return !row.left.has(place);
  const value = row.values[place];
  // A null may stand for the default, too.
  return value !== undefined && value !== "null";
}

async function complete(
  writer: Writer,
  plan: IngestPlan,
  rows: readonly FittingRow[],
): Promise<Buffer> {
  if (rows.length === 0) return Buffer.alloc(0);
  const structure = structureFor(plan, rows);
  const text = rows.map(({ line }) => line).join("\n");
  const checked = plan.insertChecks === undefined ? "" : `WHERE ${plan.insertChecks}`;
  const settings = `SETTINGS input_format_parallel_parsing = 0, input_format_null_as_default = 0, max_threads = 1, ${exact}`;
  try {
    return await selectFromLines(
      writer,
      { text, structure },
      (table) => `SELECT * FROM ${table} ${checked} ${settings}`,
    );
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    throw code === "ENOSPC" || code === "EDQUOT" ? new LogError("full", { cause }) : cause;
  }
}

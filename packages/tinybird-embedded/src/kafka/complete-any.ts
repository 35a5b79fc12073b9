import { ClickhouseError } from "../engine/clickhouse-error.ts";
import type { Writer } from "../engine/engine.ts";
import { type CompletedRows, completeRows } from "../ingest/complete-rows.ts";
import type { FittingRow } from "../ingest/fitting-row.ts";
import type { IngestPlan } from "../ingest/ingest-plan.ts";

/**
 * Completes rows as `completeRows` does; one that makes a DEFAULT or a key fail is unreadable, and keeps no other out.
 *
 * @throws {ClickhouseError} If it is of the moment that they cannot be completed.
 */
export async function completeAny(
  writer: Writer,
  plan: IngestPlan,
  rows: readonly FittingRow[],
): Promise<CompletedRows> {
  try {
    return await completeRows(writer, plan, rows);
  } catch (cause) {
    if (!(cause instanceof ClickhouseError) || cause.isPassing) throw cause;
    if (rows.length <= 1) {
      const misfits = [{ column: "", error: cause.reason }];
      return { lines: Buffer.alloc(0), unreadable: new Map([[0, misfits]]) };
    }
    const half = Math.ceil(rows.length / 2);
    const one = await completeAny(writer, plan, rows.slice(0, half));
    const other = await completeAny(writer, plan, rows.slice(half));
    const moved = [...other.unreadable].map(([row, misfits]) => [row + half, misfits] as const);
    return {
      lines: Buffer.concat([one.lines, other.lines]),
      unreadable: new Map([...one.unreadable, ...moved]),
    };
  }
}

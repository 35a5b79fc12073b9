import type { Writer } from "../engine/engine.ts";
import { type Misfit, misfit, type Values } from "./encode-row.ts";
import type { PlannedColumn } from "./ingest-plan.ts";

/**
 * Finds, among rows that passed our own tests, those that ClickHouse cannot read, and the columns at fault.
 *
 * @returns the misfits of each bad row, by its place in `rows`.
 */
export async function findMisfits(
  writer: Writer,
  columns: readonly PlannedColumn[],
  rows: readonly Values[],
): Promise<Map<number, Misfit[]>> {
  const found = new Map<number, Misfit[]>();
  for (const [index, column] of columns.entries()) {
    const sent = rows.flatMap((values, row) => {
      const value = values[index];
      return value === undefined || value === "null" ? [] : [{ row, value }];
    });
    if (sent.length === 0) continue;
    const read = await readableRows(writer, column.type, sent);
    for (const { row, value } of sent) {
      if (read.has(row)) continue;
      found.set(row, [...(found.get(row) ?? []), misfit(column, value)]);
    }
  }
  return found;
}

async function readableRows(
  writer: Writer,
  type: string,
  sent: readonly { readonly row: number; readonly value: string }[],
): Promise<Set<number>> {
  const lines = sent.map(({ row, value }) => `{"row":${row},"value":${value}}`);
  // Without one good row the engine loses the columns' names: code 10.
  lines.push('{"row":-1}');
  const answer = await writer.select(
    `SELECT row FROM format(JSONEachRow, {structure:String}, {lines:String})
     SETTINGS input_format_allow_errors_ratio = 1, input_format_parallel_parsing = 0`,
    {
      format: "TabSeparated",
      parameters: {
        structure: `row Int64, value ${type}`,
        lines: lines.join("\n"),
      },
    },
  );
  return new Set(answer.toString("utf8").split("\n").filter(Boolean).map(Number));
}

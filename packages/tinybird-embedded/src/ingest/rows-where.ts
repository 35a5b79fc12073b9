import type { Writer } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { exact } from "./exact-settings.ts";
import type { IngestPlan } from "./ingest-plan.ts";

/**
 * Gives the complete rows that a condition holds for, in their order.
 *
 * @param condition Checked already.
 * @throws {ClickhouseError} If it cannot be worked out.
 */
export async function rowsWhere(
  writer: Writer,
  { datasource, declared }: IngestPlan,
  lines: Buffer,
  condition: string,
): Promise<Buffer> {
  if (lines.length === 0) return lines;
  const structure = declared.map(({ withoutDefault }) => withoutDefault).join(", ");
  return writer.withFile(lines.toString("utf8"), (path) =>
    writer.select(
      `SELECT * FROM file(${quoteString(path)}, JSONEachRow, ${quoteString(structure)}) AS ${quoteName(datasource)}
       WHERE ${condition}
       SETTINGS input_format_parallel_parsing = 0, input_format_null_as_default = 0, max_threads = 1, ${exact}`,
    ),
  );
}

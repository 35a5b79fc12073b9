import type { Writer } from "../engine/engine.ts";
import { quoteString } from "../engine/sql-text.ts";
import type { IngestPlan } from "./ingest-plan.ts";

/** Past this chDB takes longer to hand a text over as a parameter than ClickHouse to read it from a file. */
const longText = 100_000;

/** Gives the number of partitions into which completed rows fall. */
export async function countPartitions(
  writer: Writer,
  { declared, partitionKey }: IngestPlan,
  lines: Buffer,
): Promise<number> {
  if (partitionKey === undefined) return 1;
  const structure = declared.map(({ withoutDefault }) => withoutDefault).join(", ");
  const count = `SELECT uniqExact(tuple(${partitionKey})) FROM`;
  const format = "TabSeparated";
  const text = lines.toString("utf8");
  const answer =
    lines.length < longText
      ? await writer.select(`${count} format(JSONEachRow, {structure:String}, {lines:String})`, {
          format,
          parameters: { structure, lines: text },
        })
      : await writer.withFile(text, (path) =>
          writer.select(
            `${count} file(${quoteString(path)}, JSONEachRow, ${quoteString(structure)})`,
            { format },
          ),
        );
  return Number(answer.toString("utf8"));
}

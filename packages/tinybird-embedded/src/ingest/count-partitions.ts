import type { Writer } from "../engine/engine.ts";
import type { IngestPlan } from "./ingest-plan.ts";
import { selectFromLines } from "./select-from-lines.ts";

/** Gives the number of partitions into which completed rows fall. */
export async function countPartitions(
  writer: Writer,
  { declared, partitionKey }: IngestPlan,
  lines: Buffer,
): Promise<number> {
  if (partitionKey === undefined) return 1;
  const structure = declared.map(({ withoutDefault }) => withoutDefault).join(", ");
  const answer = await selectFromLines(
    writer,
    { text: lines.toString("utf8"), structure },
    (table) => `SELECT uniqExact(tuple(${partitionKey})) FROM ${table}`,
    { format: "TabSeparated" },
  );
  return Number(answer.toString("utf8"));
}

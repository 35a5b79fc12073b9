import type { Writer } from "../engine/engine.ts";
import type { IngestPlan } from "./ingest-plan.ts";

/** Gives the number of partitions into which completed rows fall. */
export async function countPartitions(
  writer: Writer,
  { declared, partitionKey }: IngestPlan,
  lines: Buffer,
): Promise<number> {
  if (partitionKey === undefined) return 1;
  const structure = declared.map(({ withoutDefault }) => withoutDefault).join(", ");
  const answer = await writer.select(
    `SELECT uniqExact(tuple(${partitionKey})) FROM format(JSONEachRow, {structure:String}, {lines:String})`,
    { format: "TabSeparated", parameters: { structure, lines: lines.toString("utf8") } },
  );
  return Number(answer.toString("utf8"));
}

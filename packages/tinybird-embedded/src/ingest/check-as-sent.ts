import type { Writer } from "../engine/engine.ts";
import type { IngestPlan } from "./ingest-plan.ts";
import { namedColumns } from "./named-columns.ts";
import { selectFromLines } from "./select-from-lines.ts";

/**
 * Tries what can fail for complete rows beside their values, and gives the number of partitions into which they fall;
 * `undefined` if something fails, which the thorough way then names.
 */
export async function checkAsSent(
  writer: Writer,
  plan: IngestPlan,
  lines: string,
): Promise<number | undefined> {
  const { declared, insertChecks, partitionKey } = plan;
  if (insertChecks === undefined && partitionKey === undefined) return 1;
  // Only what is named is read: the rest of a row is passed over.
  const needed = namedColumns(plan, [insertChecks ?? "", partitionKey ?? ""], new Set());
  const structure = declared
    .filter(({ place }) => needed.has(place))
    .map(({ withoutDefault }) => withoutDefault)
    .join(", ");
  const keys = partitionKey === undefined ? "count() > 0" : `uniqExact(tuple(${partitionKey}))`;
  const checked = insertChecks === undefined ? "" : `WHERE ${insertChecks}`;
  const settings =
    "SETTINGS input_format_skip_unknown_fields = 1, input_format_parallel_parsing = 0, max_threads = 1";
  try {
    const answer = await selectFromLines(
      writer,
      { text: lines, structure },
      (table) => `SELECT ${keys} FROM ${table} ${checked} ${settings}`,
      { format: "TabSeparated" },
    );
    return Number(answer.toString("utf8"));
  } catch {
    // The thorough way meets it again, and says what it is: a key that fails, a full disk.
    return undefined;
  }
}

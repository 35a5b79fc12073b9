import { isUtf8 } from "node:buffer";
import type { Writer } from "../engine/engine.ts";
import { quoteName } from "../engine/sql-text.ts";
import { checkAsSent } from "./check-as-sent.ts";
import { exact } from "./exact-settings.ts";
import { objectMembers } from "./extract-values.ts";
import type { FittingRow } from "./fitting-row.ts";
import type { IngestPlan } from "./ingest-plan.ts";
import { namedColumns } from "./named-columns.ts";
import { RowAsSent } from "./row-as-sent.ts";
import { selectFromLines } from "./select-from-lines.ts";

/** Rows with every default worked out: NDJSON, each with its line break, and into how many partitions they fall. */
export interface CompleteText {
  readonly text: string;
  readonly partitions: number;
}

// No column that a row can set as it was sent has a space in its name.
const partition = quoteName("its partition");

/**
 * Completes rows that keep their text: ClickHouse works out what they leave to a DEFAULT, from the columns that this
 * needs, and nothing else is read or written anew. `undefined` if some are not as they were sent, or something fails,
 * which the thorough way then names.
 */
export async function completeAsSent(
  writer: Writer,
  plan: IngestPlan,
  rows: readonly FittingRow[],
): Promise<CompleteText | undefined> {
  if (rows.length === 0 || !rows.every((row) => row instanceof RowAsSent)) return undefined;
  const left = new Set<number>();
  for (const each of new Set(rows.map((row) => row.left)))
    for (const place of each) left.add(place);
  const text = `${rows.map(({ line }) => line).join("\n")}\n`;
  if (left.size === 0) {
    const partitions = await checkAsSent(writer, plan, text);
    return partitions === undefined ? undefined : { text, partitions };
  }
  const worked = await workOut(writer, plan, text, left);
  if (worked?.length !== rows.length) return undefined;
  const partitions = new Set<string>();
  const names = plan.columns.map(({ name }) => name);
  const complete = rows.map(({ line, left: own }, index) => {
    const members = worked[index] ?? "";
    const end = members.lastIndexOf(",");
    partitions.add(members.slice(end));
    const added =
      own.size === left.size
        ? members.slice(1, end)
        : membersOf(members, new Set([...own].map((place) => names[place])));
    return added === "" ? line : `${line.slice(0, -1)},${added}}`;
  });
  return { text: `${complete.join("\n")}\n`, partitions: partitions.size };
}

/** Gives, for each row, a JSON object of the columns that some of the rows leave out, and of its partition at the end. */
async function workOut(
  writer: Writer,
  plan: IngestPlan,
  text: string,
  left: ReadonlySet<number>,
): Promise<string[] | undefined> {
  const { columns, declared, insertChecks, partitionKey } = plan;
  const expressions = [insertChecks ?? "", partitionKey ?? ""];
  const needed = namedColumns(plan, expressions, left);
  const structure = declared
    .filter(({ place }) => needed.has(place))
    .map(({ place, withDefault, withoutDefault }) =>
      left.has(place) ? withDefault : withoutDefault,
    )
    .join(", ");
  const names = columns.filter((_, place) => left.has(place)).map(({ name }) => quoteName(name));
  const key = partitionKey === undefined ? "0" : `cityHash64(tuple(${partitionKey}))`;
  // A file is read without what only a DEFAULT names.
  const all = columns.filter((_, place) => needed.has(place)).map(({ name }) => quoteName(name));
  const checks = [
    `NOT ignore(${all.join(", ")})`,
    ...(insertChecks === undefined ? [] : [insertChecks]),
  ];
  const settings = `SETTINGS input_format_skip_unknown_fields = 1, input_format_parallel_parsing = 0, max_threads = 1, ${exact}`;
  try {
    const answer = await selectFromLines(
      writer,
      { text, structure },
      (table) =>
        `SELECT ${names.join(", ")}, ${key} AS ${partition} FROM ${table} WHERE ${checks.join(" AND ")} ${settings}`,
    );
    // A DEFAULT may cut a text between two bytes of a letter.
    return isUtf8(answer) ? answer.toString("utf8").split("\n").slice(0, -1) : undefined;
  } catch {
    // The thorough way meets it again, and says what it is: a key that fails, a full disk.
    return undefined;
  }
}

function membersOf(object: string, names: ReadonlySet<string | undefined>): string {
  const members: string[] = [];
  for (const [name, value] of objectMembers(object))
    if (names.has(name)) members.push(`${JSON.stringify(name)}:${value}`);
  return members.join(",");
}

import {
  type AnyAction,
  type AuditEvent,
  type BuiltInAction,
  catalog as builtInCatalog,
  type Catalog,
} from "@audit/events";
import { assertMethods } from "../assert-option.ts";
import { decodeRow, type Row, rowColumns } from "../row.ts";
import { decodeRows } from "./frame.ts";
import { readSegment } from "./read-segment.ts";
import { readSent } from "./sent-position.ts";
import { listSpool } from "./spool-files.ts";

/** Which spool to look into. */
export interface WaitingEventsOptions<A extends AnyAction> {
  readonly directory: string;
  /** @defaultValue the built-in catalog */
  readonly catalog?: Catalog<A> | undefined;
}

/**
 * Gives the events that wait in a spool, in the order in which they go out; sends and changes nothing.
 *
 * `recordedAt` is when the disk took them: the store will set its own. One that is sent meanwhile may
 * come out all the same, so hold them against the store by their `uid`. What is torn or corrupt is left
 * out; `drainSpool` reports it. A directory that is not there has none.
 *
 * @throws {InvalidOptionError} when `catalog` is no catalog
 */
export async function* waitingEvents<A extends AnyAction = BuiltInAction>(
  options: WaitingEventsOptions<A>,
): AsyncGenerator<AuditEvent<A>> {
  // Safe: without a catalog argument nothing infers A but its default, the built-in actions.
  const given = options.catalog ?? (builtInCatalog as unknown as Catalog<A>);
  const catalog = assertMethods("catalog", given, ["find", "decode"], "be from defineCatalog");
  const { segments } = await listSpool(options.directory);
  for (const { path } of segments) {
    const { bytes: from } = await readSent(path);
    for await (const part of readSegment(path, { from, state: "written" })) {
      if (part.kind !== "rows") continue;
      for (const row of decodeRows(part.body)) {
        const placed = decodeRow(asStored(row, part.at));
        if (!("missing" in placed)) yield catalog.decode(placed.event);
      }
    }
  }
}

/** What the data source would give for columns that the row leaves to their defaults. */
function asStored(row: Row, recordedAt: number): Readonly<Record<string, unknown>> {
  const defaults = Object.fromEntries(rowColumns.map((column) => [column, defaultOf(column)]));
  const stored = { ...defaults, recorded_at: recordedAt, ...row };
  return { ...stored, exact_timestamp: String(stored.timestamp) };
}

function defaultOf(column: (typeof rowColumns)[number]): string | number {
  switch (column) {
    case "version":
      return 1;
    case "timestamp":
    case "recorded_at":
    case "sequence":
      return 0;
    case "previous":
      return -1;
    case "metadata":
    case "context":
      return "{}";
    case "targets":
      return "[]";
    case "actor":
      return '{"id":"","name":"system"}';
    case "outcome":
      return "success";
    default:
      return "";
  }
}

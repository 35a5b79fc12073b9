import type { RecordedEvent } from "@audit/events";
import type { rowColumns } from "../row.ts";
import { checkRecorded } from "./check-recorded.ts";
import { recordedRow } from "./recorded-row.ts";

type Column = (typeof rowColumns)[number];

/** A field of a transferred event, and the column that holds it. */
export interface EventField {
  readonly name: string;
  readonly column: Column;
  /** How it is written where there is only text. */
  readonly kind: "text" | "whole" | "time" | "json";
  /** What a row holds where the event has no such field. */
  readonly absent?: string | number;
}

/** The fields of a transferred event, in the order in which they are written. */
export const eventFields: readonly EventField[] = [
  { name: "workspaceId", column: "workspace_id", kind: "text" },
  { name: "id", column: "id", kind: "text" },
  { name: "timestamp", column: "timestamp", kind: "time" },
  { name: "uid", column: "uid", kind: "text" },
  { name: "action", column: "action", kind: "text" },
  { name: "version", column: "version", kind: "whole" },
  { name: "metadata", column: "metadata", kind: "json" },
  { name: "outcome", column: "outcome", kind: "text" },
  { name: "actor", column: "actor", kind: "json" },
  { name: "targets", column: "targets", kind: "json" },
  { name: "context", column: "context", kind: "json" },
  { name: "correlationId", column: "correlation_id", kind: "text", absent: "" },
  { name: "causationId", column: "causation_id", kind: "text", absent: "" },
  { name: "writer", column: "writer", kind: "text", absent: "" },
  { name: "sequence", column: "sequence", kind: "whole", absent: 0 },
  { name: "previous", column: "previous", kind: "whole", absent: -1 },
  { name: "recordedAt", column: "recorded_at", kind: "time" },
];

/** An event as it is transferred: what of it can be read, and the columns of what cannot. */
export interface TransferredEvent {
  readonly fields: Readonly<Record<string, unknown>>;
  /**
   * Columns of its row, letter by letter, whose field could not be read, or would not be written as
   * the same letters again; absent where there are none.
   */
  readonly stored?: Readonly<Partial<Record<Column, string | number>>>;
}

/** Gives what is to be written of an event so that reading it gives the same row. */
export function transferredEvent(event: RecordedEvent): TransferredEvent {
  const row = recordedRow(event);
  const fields: Record<string, unknown> = {};
  const stored: Partial<Record<Column, string | number>> = {};
  for (const { name, column, kind, absent } of eventFields) {
    const held = row[column];
    // Safe: a name of `eventFields` is that of a field, or reads as undefined.
    const field = event[name as keyof RecordedEvent];
    if (held === undefined || (field === undefined && held === absent)) continue;
    // A row that was moved here from elsewhere may have 0 for `recorded_at`, read as its timestamp.
    if (kind === "time" && held !== field) stored[column] = held;
    else fields[name] = kind === "json" ? jsonAsWritten(field, String(held)) : held;
  }
  const refused = checkRecorded({ ...absentFields, ...fields });
  const names = new Set(refused.map(({ path }) => path.split(".")[0]));
  for (const { name, column } of eventFields) {
    const held = row[column];
    if (!names.has(name) || held === undefined) continue;
    delete fields[name];
    stored[column] = held;
  }
  return Object.keys(stored).length === 0 ? { fields } : { fields, stored };
}

/** What a field that is not there is taken for; `recordedAt` is taken for `timestamp`. */
export const absentFields: Readonly<Record<string, unknown>> = {
  workspaceId: "",
  outcome: "success",
  actor: { id: "", name: "system", type: "system" },
  targets: [],
  context: {},
};

/** Gives the value that is written as this text; undefined where none is. */
function jsonAsWritten(read: unknown, text: string): unknown {
  if (JSON.stringify(read) === text) return read;
  try {
    const parsed: unknown = JSON.parse(text);
    return JSON.stringify(parsed) === text ? parsed : undefined;
  } catch {
    // Not the reason: what is not JSON is carried on as text.
    return undefined;
  }
}

/** Tells whether the fields of an event, as they are read, are what its row holds. */
export function isReadAsWritten(event: RecordedEvent, { fields, stored }: TransferredEvent) {
  return (
    stored === undefined &&
    JSON.stringify(fields.actor) === JSON.stringify(event.actor) &&
    JSON.stringify(fields.targets) === JSON.stringify(event.targets)
  );
}

import type { RecordedEvent } from "@audit/events";
import { decodeRow, encodeRow, type Row, rowColumns } from "../row.ts";

/**
 * Gives the row that an event was recorded as: letter by letter where the event carries it, else as
 * it is encoded, with its `recorded_at`.
 */
export function recordedRow(event: RecordedEvent): Row {
  return wholeRow(event.raw) ?? { ...encodeRow(event), recorded_at: event.recordedAt };
}

/** Gives the row of an event with every column, as a data source holds it. */
export function fullRow(event: RecordedEvent): Row {
  const texts = { correlation_id: "", causation_id: "", writer: "" };
  return { ...texts, sequence: 0, previous: -1, ...recordedRow(event) };
}

/** Gives what an event carries as a row, where it has every column as a text or a number. */
export function wholeRow(raw: Readonly<Record<string, unknown>> | undefined): Row | undefined {
  if (raw === undefined) return undefined;
  const row: Record<string, string | number> = {};
  for (const column of rowColumns) {
    const value = raw[column];
    if (typeof value !== "string" && typeof value !== "number") return undefined;
    row[column] = isNumberColumn(column) ? exactNumber(value) : value;
  }
  return row;
}

/** Gives the event that a row is, or undefined where a column of it is not there. */
export function eventOfRow(row: Row): RecordedEvent | undefined {
  const placed = decodeRow({ ...row, exact_timestamp: row.timestamp });
  return "missing" in placed ? undefined : placed.event;
}

/** Tells whether a column holds whole numbers. */
export function isNumberColumn(column: string): boolean {
  return numberColumns.has(column);
}

const numberColumns = new Set(["version", "timestamp", "recorded_at", "sequence", "previous"]);

/** Tinybird can be told to quote 64-bit integers; those that a number holds are numbers here. */
function exactNumber(value: string | number): string | number {
  return Number.isSafeInteger(Number(value)) && value !== "" ? Number(value) : value;
}

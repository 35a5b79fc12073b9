import {
  type AuditEvent,
  type EmittedEvent,
  isPlainObject,
  type RecordedEvent,
  readStoredActor,
  readStoredTargets,
} from "@audit/events";
import { decodePlainRow } from "./page/decode-plain-row.ts";
import { isPlainRow } from "./page/plain-row.ts";
import { StoredTexts } from "./page/stored-texts.ts";

const textColumns = [
  "workspace_id",
  "id",
  "uid",
  "action",
  "metadata",
  "actor",
  "targets",
  "outcome",
  "context",
  "correlation_id",
  "causation_id",
  "writer",
] as const;

const numberColumns = ["version", "timestamp", "recorded_at", "sequence", "previous"] as const;

/** The columns of a row. */
export const rowColumns = [...textColumns, ...numberColumns];

/** An event as Tinybird takes it: four fields are JSON text, what is absent is left to the column's default. */
export type Row = Readonly<Partial<Record<(typeof rowColumns)[number], string | number>>>;

/** Where an event stands in its workspace: no two events have one place, doubles and conflicts share it. */
export interface Place {
  readonly id: string;
  /** Ms since epoch as text: a number of ours does not hold every 64-bit integer. */
  readonly timestamp: string;
  readonly uid: string;
}

/** An event with the timestamp of its row, in the digits that the store has. */
export interface PlacedEvent {
  readonly event: RecordedEvent;
  /** As in {@link Place}. */
  readonly timestamp: string;
}

/** Tells whether two places are one. */
export function isSamePlace(a: Place, b: Place): boolean {
  return a.id === b.id && a.uid === b.uid && a.timestamp === b.timestamp;
}

/** Gives the row of an event. `recorded_at` is the store's to set, so it is not in it. */
export function encodeRow(event: EmittedEvent): Row {
  const { correlationId, causationId, writer, sequence, previous } = event;
  return {
    workspace_id: event.workspaceId,
    id: event.id,
    uid: event.uid,
    action: event.action,
    version: event.version,
    metadata: JSON.stringify(event.metadata),
    timestamp: event.timestamp,
    actor: JSON.stringify(event.actor),
    targets: JSON.stringify(event.targets),
    outcome: event.outcome,
    context: JSON.stringify(event.context),
    ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
    ...(causationId === undefined ? {} : { causation_id: causationId }),
    ...(writer === undefined ? {} : { writer }),
    ...(sequence === undefined ? {} : { sequence }),
    ...(previous === undefined ? {} : { previous }),
  };
}

/**
 * Gives the row of an event that was read and not understood, letter by letter as it was stored, so
 * that a program which does not know an action can still carry it on. Undefined for known events,
 * which have been brought to the latest version, and for those that no row is behind.
 */
export function storedRow(event: AuditEvent): Readonly<Record<string, unknown>> | undefined {
  if (event.known) return undefined;
  return rowColumns.every((column) => column in event.raw) ? event.raw : undefined;
}

/**
 * Gives the event that a row of a pipe holds, or the column that keeps it from being one.
 *
 * JSON text that does not parse, and whole numbers past what a number holds, break no page: the field
 * is listed in `broken`, and the whole row stays in `raw`.
 *
 * @param texts of the page, where the row is one of many
 */
export function decodeRow(
  answered: unknown,
  texts: StoredTexts = new StoredTexts(),
): PlacedEvent | { readonly missing: string } {
  if (!isPlainObject(answered)) return { missing: "a row" };
  const event = isPlainRow(answered) ? decodePlainRow(answered, texts) : undefined;
  // Safe: of a plain row it is a text.
  return event === undefined
    ? decodeAnyRow(answered, texts)
    : { event, timestamp: answered.exact_timestamp as string };
}

/** Gives the same as {@link decodeRow}, after a look at each column. */
export function decodeAnyRow(
  answered: Readonly<Record<string, unknown>>,
  texts: StoredTexts,
): PlacedEvent | { readonly missing: string } {
  const { exact_timestamp: exact, ...given } = answered;
  if (!isInteger(exact)) return { missing: "exact_timestamp" };
  // A timestamp that lost digits on its way has them in `raw` all the same, as text.
  const isExact = !isInteger(given.timestamp) || Number.isSafeInteger(Number(given.timestamp));
  const row = isExact ? given : { ...given, timestamp: String(exact) };
  for (const column of textColumns) if (!isText(row[column])) return { missing: column };
  for (const column of numberColumns) if (!isInteger(row[column])) return { missing: column };

  const broken: { field: string; must: string }[] = [];
  for (const column of numberColumns)
    if (!Number.isSafeInteger(Number(row[column])))
      broken.push({ field: column, must: "be a whole number of at most 2^53" });
  const parse = <Value>(
    column: string,
    read: (value: unknown) => Value | undefined,
  ): Value | undefined => {
    const value = parseJson(String(row[column]));
    const result = value.ok ? read(value.value) : undefined;
    if (result === undefined)
      broken.push({
        field: column,
        must: value.ok ? "have the shape it is written in" : "be JSON",
      });
    return result;
  };
  const text = (column: string) => String(row[column]);
  const number = (column: string) => Number(row[column]);

  const metadata = parse("metadata", (value) => ({ value }));
  const actor = texts.actor(text("actor")) ?? parse("actor", readStoredActor);
  const targets = texts.targets(text("targets")) ?? parse("targets", readStoredTargets);
  const context = parse("context", (value) => (isPlainObject(value) ? value : undefined));
  const event: RecordedEvent = {
    workspaceId: text("workspace_id"),
    id: text("id"),
    uid: text("uid"),
    action: text("action"),
    version: number("version"),
    metadata: metadata?.value,
    timestamp: number("timestamp"),
    // Rows that were moved here from elsewhere may not know.
    recordedAt: number("recorded_at") || number("timestamp"),
    actor: actor ?? { id: "", name: "", type: "" },
    targets: targets ?? [],
    outcome: text("outcome"),
    context: context ?? {},
    ...(text("correlation_id") === "" ? {} : { correlationId: text("correlation_id") }),
    ...(text("causation_id") === "" ? {} : { causationId: text("causation_id") }),
    ...(text("writer") === "" ? {} : { writer: text("writer") }),
    ...(number("sequence") === 0 ? {} : { sequence: number("sequence") }),
    ...(number("previous") < 0 ? {} : { previous: number("previous") }),
    copies: 1,
    ...(broken.length === 0 ? {} : { broken }),
    raw: row,
  };
  return { event, timestamp: String(exact) };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** A whole number, or the text of one: Tinybird can be told to quote 64-bit integers. */
function isInteger(value: unknown): boolean {
  return typeof value === "number"
    ? Number.isInteger(value)
    : isText(value) && /^-?\d{1,20}$/.test(value);
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    // The reason is not kept: JSON.parse quotes the text, which may hold secrets.
    return { ok: false };
  }
}

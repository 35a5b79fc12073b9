import {
  type AuditEvent,
  type EmittedEvent,
  isPlainObject,
  type RecordedEvent,
  readStoredActor,
  readStoredTargets,
} from "@audit/events";

/** The columns that a pipe must give for a row to be read, in the order of the data source. */
export const rowColumns = [
  "workspace_id",
  "id",
  "uid",
  "action",
  "version",
  "metadata",
  "timestamp",
  "recorded_at",
  "actor",
  "targets",
  "outcome",
  "context",
  "correlation_id",
  "causation_id",
  "writer",
  "sequence",
  "previous",
] as const;

/** An event as Tinybird takes it: four fields are JSON text, what is absent is left to the column's default. */
export type Row = Readonly<Partial<Record<(typeof rowColumns)[number], string | number>>>;

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
 * Gives the event that a row holds, or the column that keeps it from being one.
 *
 * JSON text that does not parse breaks no page: the field is listed in `broken`, and the whole row
 * stays in `raw`.
 */
export function decodeRow(row: unknown): RecordedEvent | { readonly missing: string } {
  if (!isPlainObject(row)) return { missing: "a row" };
  for (const column of rowColumns)
    if (!isText(row[column]) && !isInteger(row[column])) return { missing: column };

  const broken: { field: string; must: string }[] = [];
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
  const actor = parse("actor", readStoredActor);
  const targets = parse("targets", readStoredTargets);
  const context = parse("context", (value) => (isPlainObject(value) ? value : undefined));
  return {
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
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isInteger(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value);
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    // The reason is not kept: JSON.parse quotes the text, which may hold secrets.
    return { ok: false };
  }
}

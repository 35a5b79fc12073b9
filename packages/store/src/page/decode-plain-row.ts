import { isPlainObject, type RecordedEvent } from "@audit/events";
import type { PlainRow } from "./plain-row.ts";
import type { StoredTexts } from "./stored-texts.ts";

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
/** They stand behind those that an event may lack. */
type Last = "copies" | "raw";

/**
 * Gives the event of a plain row. Undefined where one of its texts needs another look.
 *
 * Rows and events are written out field by field: loops and spreads cost more than all that is checked.
 */
export function decodePlainRow(row: PlainRow, texts: StoredTexts): RecordedEvent | undefined {
  const { timestamp, correlation_id, causation_id, writer, sequence, previous } = row;
  const actor = texts.actor(row.actor);
  const targets = texts.targets(row.targets);
  const context = parseJson(row.context);
  const metadata = parseJson(row.metadata);
  if (
    actor === undefined ||
    targets === undefined ||
    metadata === undefined ||
    !isPlainObject(context)
  )
    return undefined;
  const event: Omit<Writable<RecordedEvent>, Last> & Partial<Writable<RecordedEvent>> = {
    workspaceId: texts.workspaceId(row.workspace_id),
    id: texts.id(row.id),
    uid: row.uid,
    action: row.action,
    version: row.version,
    metadata,
    timestamp,
    recordedAt: row.recorded_at || timestamp,
    actor,
    targets,
    outcome: row.outcome,
    context,
  };
  if (correlation_id !== "") event.correlationId = correlation_id;
  if (causation_id !== "") event.causationId = causation_id;
  if (writer !== "") event.writer = texts.writer(writer);
  if (sequence !== 0) event.sequence = sequence;
  if (previous >= 0) event.previous = previous;
  event.copies = 1;
  event.raw = storedColumns(row);
  // Safe: these two were all that it lacked.
  return event as RecordedEvent;
}

/** Gives a row as it is stored: the digits of the timestamp are an answer's alone. */
function storedColumns(row: PlainRow): Readonly<Record<string, unknown>> {
  return {
    workspace_id: row.workspace_id,
    id: row.id,
    uid: row.uid,
    action: row.action,
    version: row.version,
    metadata: row.metadata,
    timestamp: row.timestamp,
    recorded_at: row.recorded_at,
    actor: row.actor,
    targets: row.targets,
    outcome: row.outcome,
    context: row.context,
    correlation_id: row.correlation_id,
    causation_id: row.causation_id,
    writer: row.writer,
    sequence: row.sequence,
    previous: row.previous,
  };
}

/** Gives what a text says; undefined where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The reason is not kept: JSON.parse quotes the text, which may hold secrets.
    return undefined;
  }
}

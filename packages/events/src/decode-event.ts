import type { AnyAction, AuditEvent } from "./catalog.ts";
import type {
  ExtraKey,
  ReadEnvelope,
  RecordedEvent,
  UnknownEvent,
  UnknownReason,
} from "./event.ts";
import { readMetadata } from "./read-metadata.ts";

/**
 * Gives the typed event of what a store holds, in the latest version of its action.
 *
 * What cannot be understood becomes an unknown event with its reason; nothing is lost or thrown.
 */
export function decodeEvent<A extends AnyAction>(
  action: A | undefined,
  recorded: RecordedEvent,
): AuditEvent<A> {
  const broken = recorded.broken?.[0];
  if (broken !== undefined)
    return unknownEvent(recorded, "row_broken", `${broken.field} must ${broken.must}`);
  if (action === undefined) {
    const detail = `no action of this catalog is called "${recorded.action}"`;
    return unknownEvent(recorded, "action_unknown", detail);
  }
  const result = readMetadata(action, recorded.version, recorded.metadata);
  if (!result.ok) return unknownEvent(recorded, result.reason, result.detail);

  const event = knownEvent(action, recorded, result.metadata, result.extra);
  // Safe: the metadata has just been parsed with the schema that this action's event type is from.
  return Object.freeze(event) as unknown as AuditEvent<A>;
}

function unknownEvent(
  recorded: RecordedEvent,
  reason: UnknownReason,
  detail: string,
): UnknownEvent {
  return Object.freeze({
    ...envelopeOf(recorded),
    known: false,
    reason,
    detail,
    // Safe: an event's own fields are a record; `raw` only widens how they may be read.
    raw: recorded.raw ?? (recorded as unknown as Readonly<Record<string, unknown>>),
  });
}

function knownEvent(
  action: AnyAction,
  recorded: RecordedEvent,
  metadata: unknown,
  extra: readonly ExtraKey[],
): object {
  return (
    (extra.length === 0 ? plainEvent(action, recorded, metadata) : undefined) ?? {
      ...envelopeOf(recorded),
      known: true,
      action: action.name,
      version: action.latest,
      metadata,
      ...(extra.length > 0 ? { extra } : {}),
    }
  );
}

/** The keys that every recorded event has. */
const requiredKeys = 13;

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/**
 * Gives the event of one that has no keys but those of an envelope: written out, as spreads cost more than all the
 * rest.
 */
function plainEvent(
  action: AnyAction,
  recorded: RecordedEvent,
  metadata: unknown,
): object | undefined {
  const { workspaceId, id, uid, timestamp, recordedAt, actor, targets, outcome, context } =
    recorded;
  const { correlationId, causationId, writer, sequence, previous, copies, raw } = recorded;
  let keys = requiredKeys;
  if (correlationId !== undefined) keys += 1;
  if (causationId !== undefined) keys += 1;
  if (writer !== undefined) keys += 1;
  if (sequence !== undefined) keys += 1;
  if (previous !== undefined) keys += 1;
  if (raw !== undefined) keys += 1;
  if (
    // What is not there though it has to be stays away.
    workspaceId === undefined ||
    id === undefined ||
    uid === undefined ||
    timestamp === undefined ||
    recordedAt === undefined ||
    actor === undefined ||
    targets === undefined ||
    outcome === undefined ||
    context === undefined ||
    copies === undefined ||
    keyCount(recorded) !== keys
  )
    return undefined;
  const isWritten = writer !== undefined && sequence !== undefined && previous !== undefined;
  if (isWritten && correlationId === undefined && causationId === undefined)
    return {
      workspaceId,
      id,
      uid,
      timestamp,
      recordedAt,
      actor,
      targets,
      outcome,
      context,
      writer,
      sequence,
      previous,
      copies,
      recordedAction: recorded.action,
      recordedVersion: recorded.version,
      known: true,
      action: action.name,
      version: action.latest,
      metadata,
    };
  const event: Partial<Writable<ReadEnvelope>> & Record<string, unknown> = {
    workspaceId,
    id,
    uid,
    timestamp,
    recordedAt,
    actor,
    targets,
    outcome,
    context,
  };
  if (correlationId !== undefined) event.correlationId = correlationId;
  if (causationId !== undefined) event.causationId = causationId;
  if (writer !== undefined) event.writer = writer;
  if (sequence !== undefined) event.sequence = sequence;
  if (previous !== undefined) event.previous = previous;
  event.copies = copies;
  event.recordedAction = recorded.action;
  event.recordedVersion = recorded.version;
  event.known = true;
  event.action = action.name;
  event.version = action.latest;
  event.metadata = metadata;
  return event;
}

function keyCount(fields: object): number {
  let count = 0;
  for (const _ in fields) count += 1;
  return count;
}

function envelopeOf(recorded: RecordedEvent): ReadEnvelope {
  const {
    action,
    version,
    metadata: _metadata,
    broken: _broken,
    raw: _raw,
    ...envelope
  } = recorded;
  return { ...envelope, recordedAction: action, recordedVersion: version };
}

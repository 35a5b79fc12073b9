import type { AnyAction, AuditEvent } from "./catalog.ts";
import type { ReadEnvelope, RecordedEvent, UnknownEvent, UnknownReason } from "./event.ts";
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
  const unknown = (reason: UnknownReason, detail: string): UnknownEvent =>
    Object.freeze({
      ...envelopeOf(recorded),
      known: false,
      reason,
      detail,
      // Safe: an event's own fields are a record; `raw` only widens how they may be read.
      raw: recorded.raw ?? (recorded as unknown as Readonly<Record<string, unknown>>),
    });

  const broken = recorded.broken?.[0];
  if (broken !== undefined) return unknown("row_broken", `${broken.field} must ${broken.must}`);
  if (action === undefined)
    return unknown("action_unknown", `no action of this catalog is called "${recorded.action}"`);
  const result = readMetadata(action, recorded.version, recorded.metadata);
  if (!result.ok) return unknown(result.reason, result.detail);

  const event = {
    ...envelopeOf(recorded),
    known: true,
    action: action.name,
    version: action.latest,
    metadata: result.metadata,
    ...(result.extra.length > 0 ? { extra: result.extra } : {}),
  };
  // Safe: the metadata has just been parsed with the schema that this action's event type is from.
  return Object.freeze(event) as unknown as AuditEvent<A>;
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

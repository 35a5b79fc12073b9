import type { AuditEvent } from "../catalog.ts";
import type { UnknownEvent } from "../event.ts";
import { isWellFormed } from "../json.ts";
import type { Problem } from "../problem.ts";
import {
  type CloudEvent,
  type CloudEventData,
  type CloudEventOptions,
  InvalidCloudEventError,
} from "./cloud-event.ts";
import { cloudEventForms } from "./cloud-event-forms.ts";

/**
 * Gives the CloudEvent of an event that was read, known or not.
 *
 * A known event goes out as it was understood: under its action's name of today, in the latest
 * version, which is the one that a receiver finds a schema of. An unknown one goes out as it was
 * stored. The CloudEvent shares its data with the event. Pure.
 *
 * `source` and `id` together are unique, as CloudEvents asks: they are the workspace and the `uid`.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 * @throws {InvalidCloudEventError} for what no store holds, a text that is not well-formed Unicode or
 * a number that is not whole, and for a prefix that would make an attribute invalid
 * @example
 * const [event] = stream("monitor:1", [at("10:42", monitorDown, { region: "gru" })]);
 * event && toCloudEvent(event).type; // "audit.monitor.down.v1"
 */
export function toCloudEvent(event: AuditEvent, options: CloudEventOptions = {}): CloudEvent {
  const { type, source, text, time, schema } = cloudEventForms("write", options);
  const problems = notWritable(event);
  if (problems.length > 0) throw new InvalidCloudEventError("write", problems);

  const { timestamp, recordedAt, correlationId, causationId, writer, sequence, actor } = event;
  const what = event.known ? event : recordedAs(event);
  return {
    specversion: "1.0",
    id: text.write(event.uid),
    source: source.write(event.workspaceId),
    type: type.write(what),
    subject: text.write(event.id),
    time: time.write(timestamp),
    datacontenttype: "application/json",
    // Not for an unknown event: nobody has found that it adheres to a schema.
    ...(schema === undefined || !event.known ? {} : { dataschema: schema.write(what) }),
    recordedtime: time.write(recordedAt),
    ...(correlationId === undefined ? {} : { correlationid: text.write(correlationId) }),
    ...(causationId === undefined ? {} : { causationid: text.write(causationId) }),
    ...(writer === undefined ? {} : { writer: text.write(writer) }),
    ...(sequence === undefined || sequence < 0
      ? {}
      : { sequence: String(sequence).padStart(16, "0") }),
    ...(actor.type === "" ? {} : { actortype: text.write(actor.type) }),
    ...(actor.id === "" ? {} : { actorid: text.write(actor.id) }),
    data: {
      ...(event.known ? knownData(event) : unknownData(event)),
      ...(time.read(time.write(timestamp)) === timestamp ? {} : { timestamp }),
      ...(time.read(time.write(recordedAt)) === recordedAt ? {} : { recordedAt }),
    },
  };
}

function recordedAs({ recordedAction, recordedVersion }: AuditEvent) {
  return { action: recordedAction, version: recordedVersion };
}

function knownData(event: Extract<AuditEvent, { known: true }>): CloudEventData {
  const { metadata, extra, action, version, recordedAction, recordedVersion } = event;
  const asStored = action === recordedAction && version === recordedVersion;
  return {
    metadata,
    ...sharedData(event),
    ...(asStored ? {} : { recordedAs: recordedAs(event) }),
    ...(extra === undefined ? {} : { extra }),
  };
}

function unknownData(event: UnknownEvent): CloudEventData {
  const { reason, detail, raw } = event;
  const metadata = storedMetadata(raw);
  const [field = "", ...must] = detail.split(" must ");
  return {
    ...(metadata === undefined ? {} : { metadata }),
    ...sharedData(event),
    ...(reason === "row_broken" ? { broken: [{ field, must: must.join(" must ") }] } : {}),
    raw,
  };
}

/** A store that keeps events as they are has metadata as a value, one that keeps rows as JSON text. */
function storedMetadata({ metadata, ...rest }: Readonly<Record<string, unknown>>): unknown {
  if ("recordedAt" in rest || typeof metadata !== "string") return metadata;
  try {
    return JSON.parse(metadata);
  } catch {
    // Not the reason: `JSON.parse` quotes the text. The text itself goes along in `raw`.
    return undefined;
  }
}

function sharedData(event: AuditEvent) {
  const { actor, targets, outcome, context, writer, sequence, previous } = event;
  const { copies, otherDeliveries } = event;
  return {
    actor,
    targets,
    outcome,
    context,
    ...(writer === undefined ? {} : { writer }),
    ...(sequence === undefined ? {} : { sequence }),
    ...(previous === undefined ? {} : { previous }),
    copies,
    ...(otherDeliveries === undefined ? {} : { otherDeliveries }),
  };
}

function notWritable(event: AuditEvent): Problem[] {
  const { uid, workspaceId, id, correlationId, causationId, writer, actor } = event;
  const { action, version } = event.known ? event : recordedAs(event);
  const texts = { uid, workspaceId, id, action, correlationId, causationId, writer };
  const { timestamp, recordedAt, sequence } = event;
  const numbers = { version, timestamp, recordedAt, sequence };
  return [
    ...Object.entries({ ...texts, "actor.id": actor.id, "actor.type": actor.type })
      .filter(([, text]) => text !== undefined && !isWellFormed(text))
      .map(([path]) => ({ path, must: "be well-formed Unicode" })),
    ...Object.entries(numbers)
      .filter(([, number]) => number !== undefined && !Number.isSafeInteger(number))
      .map(([path, number]) => ({ path, must: "be a whole number", value: String(number) })),
  ];
}

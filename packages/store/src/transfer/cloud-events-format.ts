import { type AuditEvent, copyJson, type RecordedEvent } from "@audit/events";
import {
  type CloudEventOptions,
  fromCloudEvent,
  InvalidCloudEventError,
  toCloudEvent,
} from "@audit/events/cloud-events";
import { isReadAsWritten, transferredEvent } from "./event-fields.ts";
import { before, behind } from "./import-checkpoint.ts";
import { parseJson } from "./parse-json.ts";
import { eventOfStoredRow, type RecordedResult, recordedEvent } from "./recorded-events.ts";
import { fullRow, wholeRow } from "./recorded-row.ts";
import type { Format } from "./transfer-format.ts";

/** CloudEvents in structured mode, one a line; a batch is an array of them. */
export function cloudEventsFormat(options: CloudEventOptions, isBatch: boolean): Format {
  // A wrong prefix is told before anything is written or read.
  toCloudEvent(recordedAs(sample), options);
  return {
    head: isBatch ? "[" : "",
    tail: isBatch ? "\n]\n" : "",
    write(event, isFirst) {
      const text = JSON.stringify(cloudEventOf(event, options));
      if (!isBatch) return `${text}\n`;
      return isFirst ? `\n${text}` : `,\n${text}`;
    },
    reader: () => ({
      needsHead: false,
      *read(line) {
        const values = valuesOf(line.text);
        for (const [index, value] of values.entries()) {
          const isLast = index === values.length - 1;
          // Before the last one, the line is not read whole.
          const place = isLast ? behind(line) : before(line);
          yield { ...readCloudEvent(value, options), number: line.number, place };
        }
      },
      end: () => [],
    }),
  };
}

const sample: RecordedEvent = {
  workspaceId: "",
  id: "a:1",
  uid: "u",
  action: "a.b",
  version: 1,
  metadata: {},
  timestamp: 0,
  recordedAt: 0,
  actor: { id: "", name: "system", type: "system" },
  targets: [],
  outcome: "success",
  context: {},
  copies: 1,
};

/** What cannot be read back from the fields of a CloudEvent goes along as its row. */
function cloudEventOf(event: RecordedEvent, options: CloudEventOptions): object {
  if (isReadAsWritten(event, transferredEvent(event)))
    return toCloudEvent(recordedAs(event), options);
  const { metadata: _, broken: __, sequence, previous, ...rest } = event;
  const cloudEvent = toCloudEvent(
    {
      ...rest,
      ...(sequence === undefined ? {} : { sequence: withinNumbers(sequence) }),
      ...(previous === undefined ? {} : { previous: withinNumbers(previous) }),
      timestamp: withinNumbers(event.timestamp),
      recordedAt: withinNumbers(event.recordedAt),
      actor: readable(event.actor, sample.actor),
      targets: readable(event.targets, []),
      context: readable(event.context, {}),
      known: false,
      reason: "action_unknown",
      detail: "",
      recordedAction: event.action,
      recordedVersion: withinNumbers(event.version),
      raw: fullRow(event),
    },
    options,
  );
  const { metadata: ___, ...data } = cloudEvent.data;
  return { ...cloudEvent, data };
}

/** As a catalog would read it in which this version of its action is the latest. */
function recordedAs(event: RecordedEvent): AuditEvent {
  const { raw: _, broken: __, ...rest } = event;
  const known = {
    ...rest,
    known: true,
    recordedAction: event.action,
    recordedVersion: event.version,
  };
  // Safe: a known event has these fields; which action's it is makes no difference to a CloudEvent.
  return known as unknown as AuditEvent;
}

function readable<Value>(value: Value, otherwise: Value): Value {
  return copyJson(value, "").problems.length === 0 ? value : otherwise;
}

function withinNumbers(value: number): number {
  return Math.min(Math.max(value, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

/** Gives the values on a line: of an array, or of a part of one, that has each on a line of its own. */
function valuesOf(text: string): readonly ReturnType<typeof parseJson>[] {
  const line = text.trim();
  if (["", "[", "]", ",", "[]"].includes(line)) return [];
  const whole = parseJson(line);
  if ("value" in whole)
    return Array.isArray(whole.value) ? whole.value.map((value: unknown) => ({ value })) : [whole];
  const part = parseJson(line.replace(/^[[,]/, "").replace(/[\],]$/, ""));
  return ["value" in part ? part : whole];
}

function readCloudEvent(
  parsed: ReturnType<typeof parseJson>,
  options: CloudEventOptions,
): RecordedResult {
  if (!("value" in parsed)) return { problems: [{ path: "", ...parsed.problem }] };
  let event: RecordedEvent;
  try {
    event = fromCloudEvent(parsed.value, options);
  } catch (error) {
    if (error instanceof InvalidCloudEventError) return { problems: error.problems };
    throw error;
  }
  const { raw, ...rest } = event;
  const row = wholeRow(raw);
  if (row === undefined) return recordedEvent(rest);
  const held = eventOfStoredRow(row);
  if (!("event" in held) || isOfOneEvent(held.event, event)) return held;
  return { problems: [{ path: "data.raw", must: "be the row of this very event" }] };
}

function isOfOneEvent(a: RecordedEvent, b: RecordedEvent): boolean {
  const { workspaceId, id, uid, action, timestamp } = a;
  return (
    workspaceId === b.workspaceId &&
    id === b.id &&
    uid === b.uid &&
    action === b.action &&
    timestamp === b.timestamp
  );
}

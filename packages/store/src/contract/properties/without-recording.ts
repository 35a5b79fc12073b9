import type { AuditEvent, BuiltInAction } from "@audit/events";
import { isSamePlace } from "./trial.ts";

type Event = AuditEvent<BuiltInAction>;

/**
 * Gives an answer without what only the store's own clock decides: when events were recorded, which
 * delivery of several was the first, and which fact of a conflict stands in front.
 */
export function withoutRecording(answer: unknown): unknown {
  if (!Array.isArray(answer)) return answer;
  if (!answer.every(isEvent)) return answer.map(withoutRecording);
  const groups: Event[][] = [];
  for (const event of answer) {
    const group = groups.at(-1);
    if (group && isSamePlace(event, group[0])) group.push(event);
    else groups.push([event]);
  }
  return groups.flatMap((group) => group.map(unrecorded).sort(byText));
}

function isEvent(value: unknown): value is Event {
  return typeof value === "object" && value !== null && "recordedAt" in value;
}

function unrecorded(event: Event): object {
  const { recordedAt: _, writer, sequence, previous, otherDeliveries = [], ...fact } = event;
  const first = { writer, sequence, previous };
  return {
    ...fact,
    deliveries: [first, ...otherDeliveries].map((each) => ({ ...first, ...each })).sort(byText),
  };
}

function byText(a: object, b: object): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

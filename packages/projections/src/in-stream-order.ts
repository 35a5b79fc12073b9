import { type AuditEvent, compareEvents } from "@audit/events";
import { assertEvent } from "./assert-event.ts";

/**
 * Gives the list itself when it is in stream order, else a sorted copy. Linear when in order.
 *
 * @throws {InvalidOptionError} when something in it is no event
 */
export function inStreamOrder(events: readonly AuditEvent[]): readonly AuditEvent[] {
  let previous: AuditEvent | undefined;
  let isInOrder = true;
  let index = 0;
  for (const event of events) {
    // What else makes an event is looked at when it is folded.
    if (typeof event !== "object" || event === null) assertEvent("replay", index, event);
    if (isInOrder && previous !== undefined) isInOrder = compareEvents(previous, event) <= 0;
    previous = event;
    index += 1;
  }
  return isInOrder ? events : [...events].sort(compareEvents);
}

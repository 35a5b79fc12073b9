import { type AuditEvent, compareEvents } from "@audit/events";
import { assertEvent } from "./assert-event.ts";

/**
 * Tells whether events of a list, from a place to before another, each belong behind the one before.
 *
 * @throws {InvalidOptionError} when something in it is no event
 */
export function isInStreamOrder(
  events: readonly AuditEvent[],
  from = 0,
  to = events.length,
): boolean {
  let timestamp = from > 0 ? events[from - 1]?.timestamp : Number.NEGATIVE_INFINITY;
  let isInOrder = true;
  for (let place = from; place < to; place += 1) {
    const event = events[place];
    const next = event?.timestamp;
    // Nearly all happened later than the one before, of which no more has to be read from memory.
    const isLater = timestamp !== undefined && next !== undefined && next > timestamp;
    timestamp = next;
    if (!isLater && !isNext(events, place)) isInOrder = false;
  }
  return isInOrder;
}

function isNext(events: readonly AuditEvent[], place: number): boolean {
  // Safe: a list has something at each of its places, be it undefined, which the next line refuses.
  const event = events[place] as AuditEvent;
  // What else makes an event is looked at when it is folded.
  if (typeof event !== "object" || event === null) assertEvent("replay", place, event);
  const previous = place > 0 ? events[place - 1] : undefined;
  return previous === undefined || compareEvents(previous, event) <= 0;
}

/**
 * Gives the list itself when it is in stream order, else a sorted copy. Linear when in order.
 *
 * @throws {InvalidOptionError} when something in it is no event
 */
export function inStreamOrder(events: readonly AuditEvent[]): readonly AuditEvent[] {
  return isInStreamOrder(events) ? events : sortedCopy(events);
}

/** Gives a copy of a list in stream order. */
export function sortedCopy(events: readonly AuditEvent[]): readonly AuditEvent[] {
  return [...events].sort(compareEvents);
}

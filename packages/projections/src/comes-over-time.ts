import type { AuditEvent } from "@audit/events";
import { InvalidOptionError } from "./invalid-option-error.ts";

/**
 * Tells whether events come over time, once they can come at all.
 *
 * @throws {InvalidOptionError} when nothing can be read from it; a text can, but not events
 */
export function comesOverTime(
  what: string,
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
): events is AsyncIterable<AuditEvent> {
  if (typeof events === "object" && events !== null) {
    if (Symbol.iterator in events) return false;
    if (Symbol.asyncIterator in events) return true;
  }
  throw new InvalidOptionError({
    what,
    option: "events",
    must: "be a list or an iterable of events, at once or over time",
    value: events,
  });
}

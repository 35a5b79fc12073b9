import type { AuditEvent } from "@audit/events";
import { InvalidOptionError } from "./invalid-option-error.ts";

/** Tells whether a value has what every fold needs of an event; a catalog has read the rest. */
export function isEvent(event: AuditEvent): boolean {
  return (
    typeof event === "object" &&
    event !== null &&
    typeof event.timestamp === "number" &&
    typeof event.uid === "string" &&
    typeof event.id === "string" &&
    typeof event.recordedAt === "number" &&
    typeof event.known === "boolean" &&
    typeof event.copies === "number"
  );
}

/**
 * Lets an event pass that a catalog has read; only what every fold needs is looked at.
 *
 * @throws {InvalidOptionError} naming its place among those that came
 */
export function assertEvent(what: string, place: number, event: AuditEvent): void {
  if (isEvent(event)) return;
  throw new InvalidOptionError({
    what,
    option: `events[${place}]`,
    must: "be an event as a store or a catalog gives it",
    value: event,
  });
}

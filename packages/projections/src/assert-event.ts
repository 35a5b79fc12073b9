import type { AuditEvent } from "@audit/events";
import { InvalidOptionError } from "./invalid-option-error.ts";

/**
 * Lets an event pass that a catalog has read; only what every fold needs is looked at.
 *
 * @throws {InvalidOptionError} naming its place among those that came
 */
export function assertEvent(what: string, place: number, event: AuditEvent): void {
  if (
    typeof event !== "object" ||
    event === null ||
    typeof event.timestamp !== "number" ||
    typeof event.uid !== "string" ||
    typeof event.id !== "string" ||
    typeof event.recordedAt !== "number" ||
    typeof event.known !== "boolean" ||
    typeof event.copies !== "number"
  )
    throw new InvalidOptionError({
      what,
      option: `events[${place}]`,
      must: "be an event as a store or a catalog gives it",
      value: event,
    });
}

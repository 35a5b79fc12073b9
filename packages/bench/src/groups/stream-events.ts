import type { AuditEvent } from "@audit/events";
import { eventAt } from "../time-travel/stream-of.ts";

/** Gives a stream of so many events. */
export function streamEvents(count: number): readonly AuditEvent[] {
  return Array.from({ length: count }, (_, index) => eventAt(index));
}

/** Gives when the last of so many events happened, in ms since epoch. */
export function timeOf(count: number): number {
  return eventAt(count - 1).timestamp;
}

import type { AuditEvent, BuiltInAction } from "@audit/events";
import { plainValue } from "./plain-text.ts";

/** The titles of {@link eventRow}. */
export const eventHead = ["time", "action", "actor", "uid", "metadata"];

/** Gives an event as a row: when, what, who, its uid and what else it carries. */
export function eventRow(
  event: AuditEvent<BuiltInAction>,
  show: (timestamp: number) => string,
): string[] {
  const outcome = event.outcome === "success" ? "" : ` (${event.outcome})`;
  const copies = event.copies > 1 ? ` (${event.copies} copies)` : "";
  return [
    show(event.timestamp),
    `${event.known ? event.action : event.recordedAction}${outcome}`,
    event.actor.name,
    `${event.uid}${copies}`,
    event.known ? fields(event.metadata) : `not understood: ${event.detail}`,
  ];
}

function fields(metadata: object): string {
  return Object.entries(metadata)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${plainValue(value)}`)
    .join(" ");
}

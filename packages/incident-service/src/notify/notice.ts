import type { AuditEvent, BuiltInAction } from "@audit/events";

/** What people are told: an incident opened, or it is over. */
export interface Notice {
  readonly type: "alert" | "recovery";
  /** Its stream, `incident:…`. */
  readonly incidentId: string;
  /** The `uid` of the event that this is about. */
  readonly uid: string;
  /** When it happened, ms since epoch. */
  readonly timestamp: number;
  readonly title?: string;
  readonly severity?: string;
  readonly monitors?: readonly string[];
}

/** Gives what people are to be told of an event; undefined for most. */
export function noticeOf(event: AuditEvent<BuiltInAction>): Notice | undefined {
  if (!event.known) return undefined;
  const { id: incidentId, uid, timestamp } = event;
  if (event.action === "incident.create")
    return { type: "alert", incidentId, uid, timestamp, ...event.metadata };
  if (event.action === "incident.resolve") return { type: "recovery", incidentId, uid, timestamp };
  return undefined;
}

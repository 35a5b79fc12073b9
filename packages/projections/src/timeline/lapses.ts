import { type AuditEvent, isPlainObject } from "@audit/events";
import { durationText } from "./duration-text.ts";

/** How long after what led to it an event happened. */
export interface Lapse {
  readonly ms: number;
  /** `it was opened` */
  readonly since: string;
}

/** Gives a lapse as the end of a sentence, or nothing: `, 4 min after it was opened`. */
export function lapseText(lapse: Lapse | undefined): string {
  if (lapse === undefined) return "";
  const { ms, since } = lapse;
  return ms < 1000 ? `, right after ${since}` : `, ${durationText(ms)} after ${since}`;
}

/** What an action begins, looks back at, or ends: as people see it, whatever a projection makes of it. */
interface Role {
  readonly thread: "open" | "paused" | "maintained" | "down";
  /** What it begins, unless that goes on already. */
  readonly begins?: string;
  readonly ends?: true;
}

const roles: ReadonlyMap<string, Role> = new Map(
  Object.entries({
    "incident.create": { thread: "open", begins: "it was opened" },
    "incident.reopen": { thread: "open", begins: "it was reopened" },
    "incident.acknowledge": { thread: "open" },
    "incident.resolve": { thread: "open", ends: true },
    "monitor.pause": { thread: "paused", begins: "it was paused" },
    "monitor.resume": { thread: "paused", ends: true },
    "maintenance.start": { thread: "maintained", begins: "it began" },
    "maintenance.end": { thread: "maintained", ends: true },
    "monitor.down": { thread: "down", begins: "it went down" },
    "monitor.recovered": { thread: "down", ends: true },
  } satisfies Record<string, Role>),
);

/**
 * Gives what tells, event by event in stream order, how long after its cause one of a built-in action
 * happened. Refused attempts begin and end nothing.
 */
export function lapses(): (event: AuditEvent) => Lapse | undefined {
  const threads = new Map<string, Begun>();
  /** By region: one of each that is down. */
  const downs = new Map<string, Begun>();
  return (event) => {
    if (!event.known || event.outcome !== "success") return undefined;
    const { action, timestamp } = event;
    if (action === "monitor.delete") {
      threads.clear();
      downs.clear();
    }
    const role = roles.get(action);
    if (role === undefined) return undefined;
    const isDown = role.thread === "down";
    const begunBy = isDown ? downs : threads;
    const thread = isDown ? regionOf(event.metadata) : role.thread;
    const begun = begunBy.get(thread);
    if (role.begins !== undefined) {
      if (begun === undefined) begunBy.set(thread, { timestamp, since: role.begins });
      return undefined;
    }
    if (role.ends && begun !== undefined) begunBy.delete(thread);
    return begun && { ms: timestamp - begun.timestamp, since: begun.since };
  };
}

interface Begun {
  readonly timestamp: number;
  readonly since: string;
}

/** The action may be another program's, of the same name. */
function regionOf(metadata: unknown): string {
  const region = isPlainObject(metadata) ? metadata.region : undefined;
  return typeof region === "string" ? region : `${region}`;
}

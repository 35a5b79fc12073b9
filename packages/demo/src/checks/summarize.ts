import type { AuditEvent } from "@audit/events";
import { incident, outages, replay } from "@audit/projections";
import type { EventStore } from "@audit/store";
import type { DemoAction } from "./checks-import.ts";
import { readImports } from "./read-imports.ts";

/** What became of one monitor. */
export interface MonitorSummary {
  /** Its name in the file. */
  readonly monitor: string;
  /** All events of the monitor and of its incidents. */
  readonly events: number;
  readonly incidents: number;
  /** Ms. */
  readonly downtimeMs: number;
  /** Ms; 0 without an incident. */
  readonly longestIncidentMs: number;
  readonly status: string;
}

/** What became of all monitors, by name, and how many lines of the last file were skipped. */
export interface Summary {
  readonly monitors: readonly MonitorSummary[];
  readonly skipped: number;
}

interface IncidentsOfMonitor {
  readonly events: number;
  readonly incidents: number;
  readonly longest: number;
}

/**
 * Reads everything back and sums it up, or gives undefined where nothing was ever imported.
 *
 * @throws {Error} when an import was cut off, so that events are missing
 */
export async function summarize(store: EventStore<DemoAction>): Promise<Summary | undefined> {
  const imports = await readImports(store);
  const last = imports.at(-1);
  if (last === undefined) return undefined;
  const until = Math.max(...imports.map(({ lastCheckAt }) => lastCheckAt));

  const incidents = new Map<string, IncidentsOfMonitor>();
  const monitors: MonitorSummary[] = [];
  let found = 0;
  // Streams come by id, so every incident is known before the first monitor.
  for await (const [id, events] of streams(store.readAll())) {
    if (id.startsWith("incident:")) addIncident(incidents, events, until);
    else if (id.startsWith("monitor:"))
      monitors.push(summarizeMonitor(id, events, incidents.get(id), until));
    else continue;
    found += events.length;
  }
  const all = Math.max(...imports.map(({ events }) => events));
  if (found < all)
    throw new Error(
      `Cannot sum the data up as its import must have finished: ${found} of ${all} events are there; give the same file with --checks again`,
    );
  return { monitors, skipped: last.skipped };
}

function addIncident(
  incidents: Map<string, IncidentsOfMonitor>,
  events: readonly AuditEvent<DemoAction>[],
  until: number,
): void {
  const { state } = replay(incident, events);
  if (state.phase === "none") return;
  const lasted = (state.phase === "resolved" ? state.resolvedAt : until) - state.openedAt;
  for (const monitor of state.monitors) {
    const before = incidents.get(monitor);
    incidents.set(monitor, {
      events: (before?.events ?? 0) + events.length,
      incidents: (before?.incidents ?? 0) + 1,
      longest: Math.max(before?.longest ?? 0, lasted),
    });
  }
}

function summarizeMonitor(
  id: string,
  events: readonly AuditEvent<DemoAction>[],
  of: IncidentsOfMonitor | undefined,
  until: number,
): MonitorSummary {
  const { downtime, status } = outages(events, { until });
  return {
    monitor: id.slice("monitor:".length),
    events: events.length + (of?.events ?? 0),
    incidents: of?.incidents ?? 0,
    downtimeMs: downtime,
    longestIncidentMs: of?.longest ?? 0,
    status,
  };
}

/** Gives stream after stream, each as a list. */
async function* streams(
  events: AsyncIterable<AuditEvent<DemoAction>>,
): AsyncGenerator<[id: string, events: AuditEvent<DemoAction>[]]> {
  let stream: AuditEvent<DemoAction>[] = [];
  for await (const event of events) {
    const [first] = stream;
    if (first !== undefined && first.id !== event.id) {
      yield [first.id, stream];
      stream = [];
    }
    stream.push(event);
  }
  const [first] = stream;
  if (first !== undefined) yield [first.id, stream];
}

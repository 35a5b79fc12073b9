import type { KnownEvent } from "@audit/events";
import type { LivingMonitor, MonitorRegion, MonitorStatus } from "./monitor-state.ts";

type Incidents = LivingMonitor["incidents"];
type Naming = Pick<KnownEvent<string, number, unknown>, "id" | "timestamp" | "targets">;

/**
 * Gives the open incidents after a status event: those that a down event names among its targets are
 * open while the monitor is down overall. Those kept in the monitor's own stream have their own events.
 */
export function namedIncidents(
  incidents: Incidents,
  { id, timestamp, targets }: Naming,
  seen: MonitorRegion["status"],
  overall: MonitorStatus,
): Incidents {
  const still =
    overall === "down"
      ? incidents
      : Object.fromEntries(Object.entries(incidents).filter(([stream]) => stream === id));
  if (seen !== "down") return sameSize(incidents, still) ? incidents : still;
  const named = targets.filter(({ type }) => type === "incident").map((target) => target.id);
  return named.reduce<Incidents>(
    (open, key) => openIncident(open, `incident:${key}`, timestamp),
    sameSize(incidents, still) ? incidents : still,
  );
}

/** Gives the open incidents with this one, which keeps its time when it is open already. */
export function openIncident(incidents: Incidents, stream: string, since: number): Incidents {
  return Object.hasOwn(incidents, stream) ? incidents : { ...incidents, [stream]: { since } };
}

/** Gives the open incidents without this one. */
export function closeIncident(incidents: Incidents, stream: string): Incidents {
  const { [stream]: _, ...others } = incidents;
  return others;
}

function sameSize(a: Incidents, b: Incidents): boolean {
  return Object.keys(a).length === Object.keys(b).length;
}

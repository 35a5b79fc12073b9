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
  let open = overall === "down" ? incidents : onlyOwn(incidents, id);
  if (seen !== "down") return open;
  for (const target of targets)
    if (target.type === "incident") open = openIncident(open, `incident:${target.id}`, timestamp);
  return open;
}

/** Gives those kept in the monitor's own stream; the same where there are no others. */
function onlyOwn(incidents: Incidents, id: string): Incidents {
  for (const stream in incidents)
    if (stream !== id)
      return Object.fromEntries(Object.entries(incidents).filter(([other]) => other === id));
  return incidents;
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

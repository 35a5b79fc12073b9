import type { AnyKnownEvent, Monitor, MonitorRegion } from "@audit/projections";
import { monitor } from "@audit/projections";

type Living = Extract<Monitor, { readonly phase: "active" | "paused" }>;
type Status = MonitorRegion["status"];

const verdicts: Readonly<Record<string, Status>> = {
  "monitor.down": "down",
  "monitor.degraded": "degraded",
  "monitor.recovered": "up",
};

/** Gives the state after an event as its rules read, however long that takes. */
export function slowMonitor(state: Monitor, event: AnyKnownEvent): Monitor {
  const status = Object.hasOwn(verdicts, event.action) ? verdicts[event.action] : undefined;
  if (status === undefined) return monitor.evolve(state, event);
  if (state.phase === "deleted") return state;
  const living: Living =
    state.phase === "none"
      ? {
          phase: "active",
          configuration: {},
          history: {},
          status: "unknown",
          since: event.timestamp,
          regions: {},
          incidents: {},
        }
      : state;
  // Safe: the three actions have metadata of this kind.
  const { region, cronTimestamp: _, ...saw } = event.metadata as { readonly [key: string]: string };
  const key = `${region}`;
  const before = Object.hasOwn(living.regions, key) ? living.regions[key] : undefined;
  const since = before?.status === status ? before.since : event.timestamp;
  const regions = { ...living.regions, [key]: { ...saw, status, since } };
  const overall = overallOf(Object.values(regions));
  return {
    ...living,
    regions,
    status: overall,
    since: overall === living.status ? living.since : event.timestamp,
    incidents: incidentsOf(living.incidents, event, status, overall),
  };
}

function overallOf(regions: readonly MonitorRegion[]): Status {
  const down = regions.filter(({ status }) => status === "down").length;
  if (down * 2 > regions.length) return "down";
  return regions.every(({ status }) => status === "up") ? "up" : "degraded";
}

function incidentsOf(
  open: Living["incidents"],
  { id, timestamp, targets }: AnyKnownEvent,
  seen: Status,
  overall: Status,
): Living["incidents"] {
  const kept = Object.entries(open).filter(([stream]) => overall === "down" || stream === id);
  const named = targets.filter(({ type }) => seen === "down" && type === "incident");
  return Object.fromEntries([
    ...kept,
    ...named
      .map((target) => `incident:${target.id}`)
      .filter((stream) => !kept.some(([other]) => other === stream))
      .map((stream) => [stream, { since: timestamp }]),
  ]);
}

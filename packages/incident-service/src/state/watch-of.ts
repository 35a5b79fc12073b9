import type { AnyKnownEvent } from "@audit/projections";
import type { LivingMonitor } from "../api/known-entity.ts";
import type { CheckStatus } from "../checks/check-result.ts";
import type { MonitorWatch, OpenIncident } from "../detection/monitor-watch.ts";
import type { RegionHistory, StatusChange } from "../detection/region-history.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Gives what detection remembers of a monitor, as far as its events tell: the last change of each
 * region, and the incident that is open. When a region was last seen to be as it is no event says, so
 * that it counts as seen at its last change until its next check.
 */
export function watchOf(workspace: Workspace, key: string, state: LivingMonitor): MonitorWatch {
  const events = workspace.monitors.get(`monitor:${key}`)?.recent ?? [];
  const regions = Object.entries(state.regions).map(
    ([region, { status, since }]): RegionHistory => {
      const event = events.findLast(
        ({ timestamp, metadata }) => timestamp === since && regionOf(metadata) === region,
      );
      const change: StatusChange = {
        monitor: key,
        region,
        // Safe: a region's status is that of a status event.
        status: status as CheckStatus,
        timestamp: since,
        ordinal: ordinalOf(event),
      };
      return { region, checks: [change], lastChange: change };
    },
  );
  const incident = openIncident(workspace, key, state);
  return {
    monitor: key,
    name: state.name ?? key,
    ...(state.url !== undefined && { url: state.url }),
    createdAt: state.createdAt ?? Number.POSITIVE_INFINITY,
    regions,
    ...(incident && { incident }),
  };
}

/**
 * Gives the watch as it was saved, with what has happened since it was: regions that changed, an incident
 * that opened or was resolved. A region that did not change keeps its checks.
 */
export function catchUp(saved: MonitorWatch, now: MonitorWatch): MonitorWatch {
  const regions = now.regions.map((region) => {
    const before = saved.regions.find((known) => known.region === region.region);
    return before !== undefined && isSameChange(before, region) ? before : region;
  });
  const isUnchanged = regions.every((region) => saved.regions.includes(region));
  if (
    isUnchanged &&
    regions.length === saved.regions.length &&
    saved.incident?.id === now.incident?.id
  )
    return saved;
  const { incident: _, ...rest } = saved;
  return { ...rest, regions, ...(now.incident && { incident: now.incident }) };
}

function isSameChange({ lastChange: a }: RegionHistory, { lastChange: b }: RegionHistory): boolean {
  return a?.timestamp === b?.timestamp && a?.status === b?.status;
}

/** One that is open; else one that a person resolved while the monitor is down: its story is not over. */
function openIncident(
  { incidents }: Workspace,
  key: string,
  monitor: LivingMonitor,
): OpenIncident | undefined {
  const isOwn = (id: string) => id.startsWith(`incident:${key}@`);
  for (const [id, { state }] of incidents)
    if (isOwn(id) && (state.phase === "open" || state.phase === "acknowledged"))
      return { id, openedAt: state.openedAt };
  const id = monitor.status === "down" ? Object.keys(monitor.incidents).find(isOwn) : undefined;
  const told = id === undefined ? undefined : incidents.get(id)?.state;
  if (id === undefined || told === undefined || told.phase === "none") return undefined;
  return { id, openedAt: told.openedAt };
}

function regionOf(metadata: unknown): unknown {
  return typeof metadata === "object" && metadata !== null && "region" in metadata
    ? metadata.region
    : undefined;
}

/** The ordinal in a derived uid: 4 digits of base 36 after 9 of time. */
function ordinalOf(event: AnyKnownEvent | undefined): number {
  const ordinal = Number.parseInt(event?.uid.slice(9, 13) ?? "", 36);
  return Number.isNaN(ordinal) ? 0 : ordinal;
}

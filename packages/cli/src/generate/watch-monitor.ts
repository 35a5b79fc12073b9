import { closeIncident, nextIncident, openIncident } from "./incident-life.ts";
import type { IncidentLife, MonitorLife, RegionWatch, Status, Trouble } from "./lives.ts";
import type { World } from "./world.ts";

const actions = {
  up: "monitor.recovered",
  degraded: "monitor.degraded",
  down: "monitor.down",
} as const;

/** Has a region check a monitor when its next check is due: something may have changed. */
export function checkSoon(world: World, monitor: MonitorLife, region: RegionWatch): void {
  const { period, random } = monitor;
  const due = world.now + period - ((world.now - region.shift) % period);
  const answered = random.around(180, 1.8);
  world.at(due + answered, () => check(world, monitor, region));
}

/** Begins trouble in some regions of a monitor, and ends it after a time. */
export function beginTrouble(
  world: World,
  monitor: MonitorLife,
  { regions, lasts, cause }: { regions: readonly RegionWatch[]; lasts: number; cause: Trouble },
): void {
  for (const region of regions) {
    region.troubles.add(cause);
    checkSoon(world, monitor, region);
  }
  world.at(world.now + lasts, () => {
    for (const region of regions) {
      region.troubles.delete(cause);
      checkSoon(world, monitor, region);
    }
  });
}

/** Records what a check of a region sees, where it is not what was seen before. */
function check(world: World, monitor: MonitorLife, region: RegionWatch): void {
  if (monitor.phase !== "active") return;
  const cause = worst(region.troubles);
  const status = cause?.status ?? "up";
  if (status === region.seen) return;
  region.seen = status;
  const isDown = isDownOverall(monitor);
  const opened = isDown ? (monitor.incident ?? nextIncident(world, monitor)) : monitor.incident;
  const turns = isDown !== (monitor.incident !== undefined);
  const isLate = cause?.isRegional === true && !turns && monitor.random.happens(0.1);
  const uid = record(world, monitor, region, { status, cause, incident: opened, isLate });
  if (!turns || opened === undefined) return;
  if (isDown) openIncident(world, opened, uid);
  else closeIncident(world, opened, uid);
}

interface Seen {
  readonly status: Status;
  readonly cause: Trouble | undefined;
  readonly incident: IncidentLife | undefined;
  readonly isLate: boolean;
}

function record(
  world: World,
  { key, workspace, random }: MonitorLife,
  region: RegionWatch,
  { status, cause, incident, isLate }: Seen,
): string {
  const target = { type: "monitor", id: key };
  const story =
    incident === undefined
      ? { targets: [target] }
      : {
          targets: [target, { type: "incident", id: incident.key }],
          correlationId: `incident:${incident.key}`,
        };
  const envelope = { workspaceId: workspace.name, id: `monitor:${key}`, ...story };
  const latency = Math.round(random.around(status === "up" ? 180 : 2_500, 1.6));
  const { statusCode = status === "down" ? undefined : 200, message } = cause ?? {};
  const metadata = {
    region: region.name,
    ...(statusCode === undefined ? {} : { statusCode }),
    latency: status === "down" && statusCode === undefined ? 10_000 : latency,
  };
  const late = isLate ? random.around(120_000, 2) : 0;
  if (status !== "down")
    return world.record({ ...envelope, action: actions[status], metadata }, late);
  return world.record(
    {
      ...envelope,
      action: actions.down,
      metadata: message === undefined ? metadata : { ...metadata, message },
    },
    late,
  );
}

function worst(troubles: ReadonlySet<Trouble>): Trouble | undefined {
  let found: Trouble | undefined;
  for (const each of troubles) if (found === undefined || each.status === "down") found = each;
  return found;
}

/** As the projection says it: more than half of the regions known are down. */
function isDownOverall({ regions }: MonitorLife): boolean {
  const known = regions.filter(({ seen }) => seen !== undefined);
  return known.filter(({ seen }) => seen === "down").length * 2 > known.length;
}

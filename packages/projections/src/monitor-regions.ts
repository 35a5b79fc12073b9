import type { EventOf, monitorDegraded, monitorDown, monitorRecovered } from "@audit/events";
import type { LivingMonitor, MonitorRegion, MonitorStatus } from "./monitor-state.ts";

/** What a region said. */
export type CheckEvent = EventOf<
  typeof monitorDown | typeof monitorDegraded | typeof monitorRecovered
>;

type Regions = LivingMonitor["regions"];
type Check = CheckEvent["metadata"];

/** Gives what the regions say after one has said another thing, or the same again. */
export function withRegion(
  regions: Regions,
  metadata: Check,
  status: MonitorRegion["status"],
  timestamp: number,
): Regions {
  const { region } = metadata;
  const before = regions[region];
  const since = before?.status === status ? before.since : timestamp;
  const said = regionOf(metadata, status, since);
  // What every object inherits is not there either.
  if (!Object.hasOwn(regions, region)) return { ...regions, [region]: said };
  const next: Record<string, MonitorRegion> = { ...regions };
  next[region] = said;
  return next;
}

/** Gives the overall status: nearly every event of a monitor asks for it, so nothing is made for it. */
export function overallOf(regions: Regions): MonitorStatus {
  let count = 0;
  let down = 0;
  let up = 0;
  for (const name in regions) {
    count += 1;
    const status = regions[name]?.status;
    if (status === "down") down += 1;
    else if (status === "up") up += 1;
  }
  if (down * 2 > count) return "down";
  return up === count ? "up" : "degraded";
}

/** Written out for most checks, as a copy without some keys costs ten times as much. */
function regionOf(metadata: Check, status: MonitorRegion["status"], since: number): MonitorRegion {
  const { statusCode, latency } = metadata;
  switch (orderOf(metadata)) {
    case 0:
      return { status, since };
    case 1:
      return { statusCode, status, since };
    case 2:
      return { latency, status, since };
    case 12:
      return { statusCode, latency, status, since };
    default: {
      const { region: _, cronTimestamp: __, ...saw } = metadata;
      return { ...saw, status, since };
    }
  }
}

/** Gives the keys of what was seen as digits, in their order: 1 is the status code, 2 the latency. */
function orderOf(metadata: Check): number {
  let order = 0;
  for (const key in metadata) {
    if (key === "region" || key === "cronTimestamp") continue;
    order = order * 10 + (key === "statusCode" ? 1 : key === "latency" ? 2 : 9);
  }
  return order;
}

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
  const incident = openIncident(workspace, key);
  return {
    monitor: key,
    name: state.name ?? key,
    ...(state.url !== undefined && { url: state.url }),
    createdAt: state.createdAt ?? Number.POSITIVE_INFINITY,
    regions,
    ...(incident && { incident }),
  };
}

function openIncident({ incidents }: Workspace, key: string): OpenIncident | undefined {
  for (const [id, { state }] of incidents)
    if (
      id.startsWith(`incident:${key}@`) &&
      (state.phase === "open" || state.phase === "acknowledged")
    )
      return { id, openedAt: state.openedAt };
  return undefined;
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

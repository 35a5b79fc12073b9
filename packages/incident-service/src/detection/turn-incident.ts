import { deriveUid } from "./derive-uid.ts";
import type { DetectedDraft } from "./detected-draft.ts";
import { freeOrdinal, type MonitorWatch, type OpenIncident } from "./monitor-watch.ts";
import { overallStatus, seenAt } from "./overall-status.ts";
import type { RegionHistory, SeenCheck, StatusChange } from "./region-history.ts";
import { statusUid } from "./status-draft.ts";

/** An incident was opened or resolved. */
export interface IncidentTurn {
  /** The monitor from now on. */
  readonly watch: MonitorWatch;
  readonly incident: OpenIncident;
  readonly draft: DetectedDraft;
}

/**
 * Opens the monitor's incident when its overall status is down and none is open, resolves it when it
 * is not down and one is; undefined when neither. Pure.
 *
 * Overall status is as of the newest check of any region, and so is the turn: a check of one region
 * that comes after a newer one of another cannot make an incident end before it began, and a late
 * check turns nothing.
 *
 * @param region the one that was checked
 * @param change the change of status that the check made
 */
export function turnIncident(
  watch: MonitorWatch,
  region: string,
  change: StatusChange | undefined,
): IncidentTurn | undefined {
  const latest = watch.regions.flatMap(latestOf);
  const timestamp = Math.max(...latest.map((check) => check.timestamp));
  const seen = seenAt(latest, timestamp);
  const isDown = overallStatus(seen) === "down";
  if (isDown === (watch.incident !== undefined)) return undefined;

  const deciding = seen.filter(({ status }) => (status === "down") === isDown);
  // Without a change a region that is not seen any more has tipped it: those left were what they are.
  const cause = change ?? newestChange(deciding);
  const ordinal = freeOrdinal(watch, timestamp);
  const { incident: open, ...rest } = watch;
  const openedBefore = watch.lastTurn?.timestamp === timestamp ? watch.lastTurn.opened : 0;
  const opened = openedBefore + (isDown ? 1 : 0);
  const incident = open ?? openIncident(watch.monitor, timestamp, opened);
  const action = isDown ? "incident.create" : "incident.resolve";
  const envelope = {
    id: incident.id,
    uid: deriveUid({ monitor: watch.monitor, region, timestamp, action, ordinal }),
    timestamp,
    targets: [{ type: "monitor", id: watch.monitor }],
    correlationId: incident.id,
    ...(cause === undefined ? {} : { causationId: statusUid(cause) }),
  };
  const after = { ...rest, lastTurn: { timestamp, ordinal, opened } };
  if (!isDown)
    return {
      watch: after,
      incident,
      draft: { ...envelope, action: "incident.resolve", metadata: {} },
    };
  return {
    watch: { ...after, incident },
    incident,
    draft: {
      ...envelope,
      action: "incident.create",
      metadata: {
        title: `${watch.name} is down`,
        severity: deciding.length === seen.length && seen.length > 1 ? "critical" : "major",
        monitors: [`monitor:${watch.monitor}`],
      },
    },
  };
}

interface LatestCheck extends SeenCheck {
  readonly lastChange: StatusChange | undefined;
}

function latestOf({ checks, lastChange }: RegionHistory): LatestCheck[] {
  const check = checks.at(-1);
  return check === undefined ? [] : [{ ...check, lastChange }];
}

function newestChange(deciding: readonly LatestCheck[]): StatusChange | undefined {
  return deciding
    .flatMap(({ lastChange }) => lastChange ?? [])
    .reduce<StatusChange | undefined>(
      (newest, change) =>
        newest === undefined || change.timestamp >= newest.timestamp ? change : newest,
      undefined,
    );
}

function openIncident(monitor: string, openedAt: number, opened: number): OpenIncident {
  const id = `incident:${monitor}@${new Date(openedAt).toISOString()}`;
  return { id: opened === 1 ? id : `${id}-${opened}`, openedAt };
}

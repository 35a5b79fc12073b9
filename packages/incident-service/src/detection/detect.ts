import { type CheckResult, defaultRegion } from "../checks/check-result.ts";
import { deriveUid } from "./derive-uid.ts";
import type { DetectedDraft } from "./detected-draft.ts";
import { freeOrdinal, type MonitorWatch, type OpenIncident } from "./monitor-watch.ts";
import { addCheck, type StatusChange } from "./region-history.ts";
import { statusDraft } from "./status-draft.ts";
import { turnIncident } from "./turn-incident.ts";

/** What a check led to. */
export interface Detection {
  /** To be given back with the monitor's next check. */
  readonly state: MonitorWatch;
  /** In the order in which they are to be appended. */
  readonly drafts: readonly DetectedDraft[];
}

/**
 * Gives what happened to a monitor by one more check; pure.
 *
 * The first check creates the monitor, and so does a late one from before that: a stream begins with
 * a create. Then comes the status event of the region where its status changed, then the incident
 * that this opened or resolved. Checks of one region and millisecond count in the order in which they
 * are given. A late check gives the change at its own time, and that of the next check where the status
 * before holds again; it never opens or resolves an incident. A check with the status of the last one
 * of its region and timestamp is a retry: that gives no drafts and the same state, and so does one
 * older than the 100 checks remembered of its region.
 *
 * The same checks in the same order give the same drafts, uids included.
 *
 * @param state what the monitor's check before gave; undefined for a monitor that is not known
 * @param check a valid one, as `parseCheckLine` gives it
 * @example
 * const check = { timestamp: 1_700_000_000_000, monitor: "api", status: "down" } as const;
 * const first = detect(undefined, check);
 * first.drafts.map(({ action }) => action); // ["monitor.create", "monitor.down", "incident.create"]
 * detect(first.state, check).drafts; // []
 */
export function detect(state: MonitorWatch | undefined, check: CheckResult): Detection {
  const known = state ?? unknownMonitor(check);
  const created = check.timestamp < known.createdAt;
  const before = created ? { ...known, createdAt: check.timestamp } : known;
  const region = check.region ?? defaultRegion;
  const index = known.regions.findIndex((history) => history.region === region);
  const added = addCheck(known.regions[index] ?? { region, checks: [] }, check, (timestamp) =>
    freeOrdinal(before, timestamp),
  );
  if (added === undefined) return { state: known, drafts: [] };

  const { history, changes, late } = added;
  const regions = index === -1 ? [...known.regions, history] : known.regions.with(index, history);
  const checked = { ...before, regions };
  const turn = turnIncident(checked, region, changes[0]);
  const incident = turn?.incident ?? before.incident;
  const drafts = [
    ...(created ? [createDraft(before, check)] : []),
    ...changes.map((change) => statusDraft(change, storyOf(change, incident, late))),
    ...(turn === undefined ? [] : [turn.draft]),
  ];
  return { state: turn?.watch ?? checked, drafts };
}

function unknownMonitor({ monitor, name = monitor, url }: CheckResult): MonitorWatch {
  return {
    monitor,
    name,
    ...(url === undefined ? {} : { url }),
    createdAt: Number.POSITIVE_INFINITY,
    regions: [],
  };
}

function createDraft(watch: MonitorWatch, check: CheckResult): DetectedDraft {
  const { monitor, createdAt: timestamp } = watch;
  const { region = defaultRegion, name = watch.name, url = watch.url } = check;
  const action = "monitor.create";
  return {
    id: `monitor:${monitor}`,
    action,
    uid: deriveUid({ monitor, region, timestamp, action, ordinal: 0 }),
    timestamp,
    targets: [{ type: "monitor", id: monitor }],
    metadata: url === undefined ? { name } : { name, url },
  };
}

// Incidents that are over are not remembered: a change in one of them stays without it.
function storyOf(
  { timestamp }: StatusChange,
  incident: OpenIncident | undefined,
  late: boolean,
): OpenIncident | undefined {
  if (incident === undefined) return undefined;
  return late && timestamp < incident.openedAt ? undefined : incident;
}

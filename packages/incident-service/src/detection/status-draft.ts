import { type CheckStatus, defaultRegion } from "../checks/check-result.ts";
import { deriveUid } from "./derive-uid.ts";
import type { DetectedDraft } from "./detected-draft.ts";
import type { OpenIncident } from "./monitor-watch.ts";
import type { StatusChange } from "./region-history.ts";

const actions = {
  up: "monitor.recovered",
  degraded: "monitor.degraded",
  down: "monitor.down",
} as const satisfies Record<CheckStatus, DetectedDraft["action"]>;

/** Gives the uid of the status event of a change. */
export function statusUid(change: StatusChange): string {
  const { monitor, region = defaultRegion, timestamp, status, ordinal } = change;
  return deriveUid({ monitor, region, timestamp, action: actions[status], ordinal });
}

/**
 * Gives the status event of a change in one region.
 *
 * @param incident the one whose story it belongs to
 */
export function statusDraft(
  change: StatusChange,
  incident: OpenIncident | undefined,
): DetectedDraft {
  const { monitor, region = defaultRegion, timestamp, status } = change;
  const { statusCode, latencyMs, message } = change;
  const target = { type: "monitor", id: monitor };
  const story =
    incident === undefined
      ? { targets: [target] }
      : { targets: [target, incidentTarget(incident)], correlationId: incident.id };
  const envelope = { id: `monitor:${monitor}`, uid: statusUid(change), timestamp, ...story };
  const metadata = {
    region,
    ...(statusCode === undefined ? {} : { statusCode }),
    ...(latencyMs === undefined ? {} : { latency: latencyMs }),
  };
  if (status !== "down") return { ...envelope, action: actions[status], metadata };
  return {
    ...envelope,
    action: actions.down,
    metadata: message === undefined ? metadata : { ...metadata, message },
  };
}

function incidentTarget({ id }: OpenIncident) {
  return { type: "incident", id: id.slice("incident:".length) };
}

import {
  incidentCreate,
  incidentReopen,
  incidentResolve,
  monitorCreate,
  monitorDegraded,
  monitorDelete,
  monitorDown,
  monitorPause,
  monitorRecovered,
  monitorResume,
  monitorUpdate,
} from "@audit/events";
import { afterCheck } from "./after-check.ts";
import { configureMonitor } from "./configure-monitor.ts";
import { closeIncident, namedIncidents, openIncident } from "./monitor-incidents.ts";
import { type CheckEvent, overallOf, withRegion } from "./monitor-regions.ts";
import type { ActiveMonitor, LivingMonitor, Monitor, MonitorRegion } from "./monitor-state.ts";
import { defineProjection, type Evolve, type Projection } from "./projection.ts";
import { unlessRefused } from "./unless-refused.ts";

export type {
  ConfigurationChange,
  Monitor,
  MonitorIncident,
  MonitorRegion,
  MonitorStatus,
} from "./monitor-state.ts";

/**
 * Gives what a monitor is: its configuration and how it came to be, its phase, what its regions say,
 * and which incidents are open.
 *
 * Overall it is down when more than half of the regions known are down, degraded when any is not up,
 * else up. Events are changes only, so a region counts until it says otherwise; which regions have
 * been seen in the last minutes only the service knows that checks, and its verdict are the incidents.
 *
 * Incidents have streams of their own. This one tells of those that its down events name as targets:
 * they count as open while the monitor is down overall. What people did with them only their streams
 * tell, see {@link openIncidents}. Where the product before kept incidents under the monitor's id,
 * they are open from their create or reopening to their resolve.
 *
 * Settled by stream order: the first create stands; what comes before it, or without it, is taken as
 * the monitor's (the report then says `truncated`); a pause keeps what was last seen; after a delete
 * only another create counts, which begins anew. Of an update `to` counts, though `from` may not be what
 * was there. Refused attempts change nothing; what a check saw counts whatever its
 * outcome.
 *
 * @example
 * import { monitorDown } from "@audit/events";
 * import { at, stream } from "@audit/projections/testing";
 * const events = stream("monitor:1", [at("10:42", monitorDown, { region: "gru", statusCode: 503 })]);
 * const { state, report } = replay(monitor, events);
 * state.phase === "active" && state.status; // "down"
 * report.reasons; // ["truncated"]
 */
export const monitor: Projection<Monitor> = defineProjection<Monitor>("monitor", {
  revision: 2,
  initial: { phase: "none" },
})
  .startsWith(monitorCreate)
  .on(
    monitorCreate,
    unlessRefused((state, { timestamp, actor, metadata: { name, url } }) => {
      const living = livingOf(state, timestamp) ?? begin(timestamp);
      if (living.createdAt !== undefined) return state;
      const stamp = { at: timestamp, by: actor };
      const named = configureMonitor(living, { field: "name", to: name }, stamp);
      const created =
        url === undefined ? named : configureMonitor(named, { field: "url", to: url }, stamp);
      return { ...created, createdAt: timestamp };
    }),
  )
  .on(
    monitorUpdate,
    unlessRefused((state, { timestamp, actor, metadata }) => {
      const living = livingOf(state, timestamp);
      if (living === undefined) return state;
      const stamp = { at: timestamp, by: actor };
      return metadata.changes.reduce<LivingMonitor>(
        (configured, change) => configureMonitor(configured, change, stamp),
        living,
      );
    }),
  )
  .on(
    monitorPause,
    unlessRefused((state, { timestamp }) => {
      const living = livingOf(state, timestamp);
      return living?.phase === "active"
        ? { ...living, phase: "paused", pausedAt: timestamp }
        : state;
    }),
  )
  .on(
    monitorResume,
    unlessRefused((state, { timestamp }) => {
      const living = livingOf(state, timestamp);
      return living?.phase === "paused" ? activate(living) : (living ?? state);
    }),
  )
  .on(
    monitorDelete,
    unlessRefused((state, { timestamp }) => {
      const living = livingOf(state, timestamp);
      return living === undefined
        ? state
        : { ...activate(living), phase: "deleted", deletedAt: timestamp };
    }),
  )
  .on(monitorDown, see("down"))
  .on(monitorDegraded, see("degraded"))
  .on(monitorRecovered, see("up"))
  .on(incidentCreate, unlessRefused(openHere))
  .on(incidentReopen, unlessRefused(openHere))
  .on(
    incidentResolve,
    unlessRefused((state, { id, timestamp }) => {
      const living = livingOf(state, timestamp);
      return living === undefined
        ? state
        : { ...living, incidents: closeIncident(living.incidents, id) };
    }),
  );

/** A monitor that events speak of exists, created or not; one that was deleted does not. */
function livingOf(state: Monitor, timestamp: number): LivingMonitor | undefined {
  if (state.phase === "none") return begin(timestamp);
  return state.phase === "deleted" ? undefined : state;
}

function begin(since: number): ActiveMonitor {
  return {
    phase: "active",
    configuration: {},
    history: {},
    status: "unknown",
    since,
    regions: {},
    incidents: {},
  };
}

function activate(living: LivingMonitor): ActiveMonitor {
  if (living.phase === "active") return living;
  const { pausedAt: _, ...facts } = living;
  return { ...facts, phase: "active" };
}

function openHere(
  state: Monitor,
  { id, timestamp }: Pick<CheckEvent, "id" | "timestamp" | "outcome">,
): Monitor {
  const living = livingOf(state, timestamp);
  return living === undefined
    ? state
    : { ...living, incidents: openIncident(living.incidents, id, timestamp) };
}

function see(status: MonitorRegion["status"]): Evolve<Monitor, CheckEvent> {
  return (state, event) => {
    const { timestamp, metadata } = event;
    const living = livingOf(state, timestamp);
    if (living === undefined) return state;
    const regions = withRegion(living.regions, metadata, status, timestamp);
    const overall = overallOf(regions);
    return afterCheck(living, {
      regions,
      status: overall,
      since: overall === living.status ? living.since : timestamp,
      incidents: namedIncidents(living.incidents, event, status, overall),
    });
  };
}

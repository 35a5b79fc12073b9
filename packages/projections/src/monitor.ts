import {
  type JsonValue,
  type MetadataOf,
  monitorCreate,
  monitorDegraded,
  monitorDelete,
  monitorDown,
  monitorPause,
  monitorRecovered,
  monitorResume,
  monitorUpdate,
} from "@audit/events";
import { defineProjection, type Evolve, type Projection } from "./projection.ts";
import { unlessRefused } from "./unless-refused.ts";

/** What is known of a monitor as a whole, from what its regions last said. */
export type MonitorStatus = "unknown" | "up" | "degraded" | "down";

/** What one region last said. */
export interface MonitorRegion {
  readonly status: Exclude<MonitorStatus, "unknown">;
  /** Since when it says so, ms since epoch, UTC; a repeated verdict does not move it. */
  readonly since: number;
  readonly statusCode?: number | undefined;
  /** Ms. */
  readonly latency?: number | undefined;
  readonly message?: string | undefined;
}

interface MonitorFacts {
  /** Absent while the create has not been seen. */
  readonly createdAt?: number;
  /** Absent while neither a create nor an update has said it. */
  readonly name?: string;
  readonly url?: string | undefined;
  /** Every other field that updates have set. */
  readonly configuration: Readonly<Record<string, JsonValue>>;
  readonly status: MonitorStatus;
  /** Since when the overall status holds, ms since epoch, UTC. */
  readonly since: number;
  readonly regions: Readonly<Record<string, MonitorRegion>>;
}

/** The state of a monitor; switch on `phase`. */
export type Monitor =
  | { readonly phase: "none" }
  | ({ readonly phase: "active" } & MonitorFacts)
  | ({ readonly phase: "paused"; readonly pausedAt: number } & MonitorFacts)
  | ({ readonly phase: "deleted"; readonly deletedAt: number } & MonitorFacts);

type LivingMonitor = Extract<Monitor, { readonly phase: "active" | "paused" }>;
type ActiveMonitor = Extract<Monitor, { readonly phase: "active" }>;

/**
 * Gives what a monitor is: its configuration, its phase, and what its regions say.
 *
 * Overall it is down when more than half of the regions known are down, degraded when any is not up,
 * else up. Events are changes only, so a region counts until it says otherwise; which regions have
 * been seen in the last minutes only the service knows that checks, and its verdict are the incidents.
 *
 * Settled by stream order: the first create stands; what comes before it, or without it, is taken as
 * the monitor's (the report then says `truncated`); a pause keeps what was last seen; after a delete
 * only another create counts. Refused attempts change nothing; what a check saw counts whatever its
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
  revision: 1,
  initial: { phase: "none" },
})
  .startsWith(monitorCreate)
  .on(
    monitorCreate,
    unlessRefused((state, { timestamp, metadata }) => {
      const living = livingOf(state, timestamp) ?? begin(timestamp);
      return living.createdAt === undefined
        ? { ...living, ...metadata, createdAt: timestamp }
        : state;
    }),
  )
  .on(
    monitorUpdate,
    unlessRefused((state, { timestamp, metadata }) => {
      const living = livingOf(state, timestamp);
      return living === undefined
        ? state
        : metadata.changes.reduce<LivingMonitor>(configure, living);
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
  .on(monitorRecovered, see("up"));

/** A monitor that events speak of exists, created or not; one that was deleted does not. */
function livingOf(state: Monitor, timestamp: number): LivingMonitor | undefined {
  if (state.phase === "none") return begin(timestamp);
  return state.phase === "deleted" ? undefined : state;
}

function begin(since: number): ActiveMonitor {
  return { phase: "active", configuration: {}, status: "unknown", since, regions: {} };
}

function activate(living: LivingMonitor): ActiveMonitor {
  if (living.phase === "active") return living;
  const { pausedAt: _, ...facts } = living;
  return { ...facts, phase: "active" };
}

type ConfigurationChange = MetadataOf<typeof monitorUpdate>["changes"][number];

function configure(living: LivingMonitor, { field, to }: ConfigurationChange): LivingMonitor {
  switch (field) {
    case "name":
      return typeof to === "string" ? { ...living, name: to } : living;
    case "url": {
      if (typeof to === "string") return { ...living, url: to };
      const { url: _, ...others } = living;
      return to === undefined || to === null ? others : living;
    }
    default: {
      const { [field]: _, ...others } = living.configuration;
      const configuration = to === undefined ? others : { ...others, [field]: to };
      return { ...living, configuration };
    }
  }
}

interface Check {
  readonly timestamp: number;
  readonly metadata: Omit<MonitorRegion, "status" | "since"> & {
    readonly region: string;
    readonly cronTimestamp?: number | undefined;
  };
}

function see(status: MonitorRegion["status"]): Evolve<Monitor, Check> {
  return (state, { timestamp, metadata }) => {
    const living = livingOf(state, timestamp);
    if (living === undefined) return state;
    const { region, cronTimestamp: _, ...saw } = metadata;
    const before = living.regions[region];
    const since = before?.status === status ? before.since : timestamp;
    const regions = { ...living.regions, [region]: { ...saw, status, since } };
    const overall = overallOf(Object.values(regions));
    return {
      ...living,
      regions,
      status: overall,
      since: overall === living.status ? living.since : timestamp,
    };
  };
}

function overallOf(regions: readonly MonitorRegion[]): MonitorStatus {
  const down = regions.filter(({ status }) => status === "down").length;
  if (down * 2 > regions.length) return "down";
  return regions.every(({ status }) => status === "up") ? "up" : "degraded";
}

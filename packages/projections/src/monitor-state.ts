import type { Actor, JsonValue } from "@audit/events";

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

/** One field of a monitor's configuration was set, changed or removed. */
export interface ConfigurationChange {
  /** Ms since epoch, UTC. */
  readonly at: number;
  readonly by: Pick<Actor, "id" | "name">;
  /** What the stream had set it to before, whatever the update says it was; absent: nothing. */
  readonly from?: JsonValue;
  /** Absent where it was removed. */
  readonly to?: JsonValue;
}

/** An incident that is open, as far as the monitor's own stream tells. */
export interface MonitorIncident {
  /** When the stream first spoke of it, ms since epoch, UTC. */
  readonly since: number;
}

interface MonitorFacts {
  /** Absent while the create has not been seen. */
  readonly createdAt?: number;
  /** Absent while neither a create nor an update has said it. */
  readonly name?: string;
  readonly url?: string | undefined;
  /** Every other field that updates have set. */
  readonly configuration: Readonly<Record<string, JsonValue>>;
  /** What became of each field, name and url included, in stream order; only what changed it. */
  readonly history: Readonly<Record<string, readonly ConfigurationChange[]>>;
  readonly status: MonitorStatus;
  /** Since when the overall status holds, ms since epoch, UTC. */
  readonly since: number;
  readonly regions: Readonly<Record<string, MonitorRegion>>;
  /** Open incidents by the id of the stream that each is kept in. */
  readonly incidents: Readonly<Record<string, MonitorIncident>>;
}

/** The state of a monitor; switch on `phase`. */
export type Monitor =
  | { readonly phase: "none" }
  | ({ readonly phase: "active" } & MonitorFacts)
  | ({ readonly phase: "paused"; readonly pausedAt: number } & MonitorFacts)
  | ({ readonly phase: "deleted"; readonly deletedAt: number } & MonitorFacts);

/** A monitor that may be checked. */
export type LivingMonitor = Extract<Monitor, { readonly phase: "active" | "paused" }>;

/** A monitor that is checked. */
export type ActiveMonitor = Extract<Monitor, { readonly phase: "active" }>;

import type { SeededRandom } from "./seeded-random.ts";
import type { Workspace } from "./workspaces.ts";

/** What a check sees. */
export type Status = "up" | "degraded" | "down";

/** Why a check does not see what it should, while it lasts. */
export interface Trouble {
  readonly status: "degraded" | "down";
  readonly statusCode?: number;
  readonly message?: string;
  /** Whether the way of checks out of their region is in trouble too, so that some come late. */
  readonly isRegional?: true;
}

/** What one region has to do with a monitor. */
export interface RegionWatch {
  readonly name: string;
  /** Ms by which its checks come after those of a full period. */
  readonly shift: number;
  readonly troubles: Set<Trouble>;
  /** What its last check saw. */
  seen: Status | undefined;
}

/** A monitor, and what the simulation knows of it. */
export interface MonitorLife {
  /** Its key: of the stream `monitor:<key>`. */
  readonly key: string;
  readonly name: string;
  readonly url: string;
  readonly workspace: Workspace;
  /** Ms between two checks of a region. */
  readonly period: number;
  readonly temper: "calm" | "busy" | "flaky";
  readonly regions: readonly RegionWatch[];
  readonly random: SeededRandom;
  /** What people have set, apart from name and url. */
  readonly configuration: Map<string, string | number>;
  phase: "none" | "active" | "paused" | "deleted";
  /** The one that is open. */
  incident: IncidentLife | undefined;
  /** The one that was open last. */
  lastIncident: IncidentLife | undefined;
}

/** An incident, and what the simulation knows of it. */
export interface IncidentLife {
  /** Its key: of the stream `incident:<key>`. */
  readonly key: string;
  readonly monitor: MonitorLife;
  /** How often it was opened; what was planned before a reopening does not come true. */
  openings: number;
  phase: "none" | "open" | "acknowledged" | "resolved";
  title: string;
  severity: "minor" | "major" | "critical";
  resolvedAt: number;
}

/** What a check can find. */
export type CheckStatus = "up" | "degraded" | "down";

/** One look at one monitor from one region. */
export interface CheckResult {
  /** When the check was made, in whole ms since epoch, UTC. */
  readonly timestamp: number;
  /** Key of the monitor; its stream is `monitor:<key>`. */
  readonly monitor: string;
  readonly status: CheckStatus;
  readonly statusCode?: number;
  readonly latencyMs?: number;
  /** @defaultValue `"default"` */
  readonly region?: string;
  /** What was wrong; kept where the status is down. */
  readonly message?: string;
  /** What people call the monitor. @defaultValue its key */
  readonly name?: string;
  readonly url?: string;
}

/** The region of a check that names none. */
export const defaultRegion = "default";

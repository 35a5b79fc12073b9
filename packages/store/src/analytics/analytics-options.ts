import type { CallOptions } from "../transport.ts";

/** Whose events, and of which time. Left out: all that the token sees. */
export interface AnalyticsOptions extends Pick<CallOptions, "signal"> {
  /** Tenant. `""` is a workspace of its own. @defaultValue all that the token sees */
  readonly workspaceId?: string | undefined;
  /** Valid time, ms since epoch, UTC, inclusive. @defaultValue the beginning */
  readonly from?: number | undefined;
  /** Valid time, ms since epoch, UTC, inclusive. @defaultValue the end */
  readonly to?: number | undefined;
}

/** Which page of a feed. */
export interface FeedOptions extends AnalyticsOptions {
  /** The action's name, as it was recorded. */
  readonly action?: string | undefined;
  /** A part of the action's name; wins over `action`. */
  readonly actionLike?: string | undefined;
  /** Pages to leave out, from 0. @defaultValue 0 */
  readonly page?: number | undefined;
  /** Events of a page, 1 to 1,000. @defaultValue 100 */
  readonly pageSize?: number | undefined;
}

/** How long the stretches are that events are counted in, in UTC. */
export type Period = "minute" | "hour" | "day";

/** Which counts. */
export interface CountOptions extends AnalyticsOptions {
  /** @defaultValue minute */
  readonly per?: Period | undefined;
}

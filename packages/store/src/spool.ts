/** A durable local log for rows that wait for Tinybird. Needs Node. @module */
export type { BackOff } from "./spool/auto-drain.ts";
export type { SpoolClock } from "./spool/clock.ts";
export type { DrainResult } from "./spool/drain.ts";
export { type DrainSpoolOptions, drainSpool } from "./spool/drain-spool.ts";
export { openSpool, type Spool, type SpoolOptions } from "./spool/open-spool.ts";
export { SpoolBrokenError, SpoolClosedError, SpoolFullError } from "./spool/spool-error.ts";
export type { SpoolState } from "./spool/spool-state.ts";
export { type WaitingEventsOptions, waitingEvents } from "./spool/waiting-events.ts";

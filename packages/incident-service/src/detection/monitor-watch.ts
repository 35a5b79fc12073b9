import type { RegionHistory } from "./region-history.ts";

/** An incident that is not resolved. */
export interface OpenIncident {
  /** Its stream, `incident:<monitor key>@<ISO time it went down>`. */
  readonly id: string;
  /** Ms since epoch. */
  readonly openedAt: number;
}

/** All that detection remembers of one monitor. Plain data: it survives JSON. */
export interface MonitorWatch {
  readonly monitor: string;
  /** What incidents call it. */
  readonly name: string;
  readonly url?: string;
  /** Time of its oldest `monitor.create`, in ms since epoch. */
  readonly createdAt: number;
  /** In the order in which they were first seen. */
  readonly regions: readonly RegionHistory[];
  readonly incident?: OpenIncident;
  /** When an incident was last opened or resolved. */
  readonly lastTurn?: {
    readonly timestamp: number;
    readonly ordinal: number;
    /** How many were opened in that millisecond. */
    readonly opened: number;
  };
}

/** Gives the first ordinal that no remembered draft of the monitor has in that millisecond. */
export function freeOrdinal(
  { createdAt, lastTurn, regions }: MonitorWatch,
  timestamp: number,
): number {
  let free = createdAt === timestamp ? 1 : 0;
  if (lastTurn?.timestamp === timestamp) free = Math.max(free, lastTurn.ordinal + 1);
  for (const { checks } of regions)
    for (const check of checks)
      if (check.timestamp === timestamp && check.ordinal !== undefined)
        free = Math.max(free, check.ordinal + 1);
  return free;
}

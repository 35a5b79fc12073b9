import type { Stretch } from "./maintenance-windows.ts";
import type { Outage } from "./outages.ts";

/** What counts for a stretch of time. Down and paused is an outage that nobody looks at. */
export type Condition =
  | "unknown"
  | "up"
  | "degraded"
  | "down"
  | "paused"
  | "paused_down"
  | "deleted";

/** What a window came to, in ms and in numbers. */
export interface UptimeFigures {
  readonly up: number;
  readonly degraded: number;
  readonly downtime: number;
  readonly unknown: number;
  readonly unwatched: number;
  readonly maintenance: number;
  readonly failures: number;
  readonly repairs: number;
  /** What the outages that were repaired lasted, time before the window included. */
  readonly repairTime: number;
  readonly outages: readonly Outage[];
}

/** Sums up the time of a window. */
export interface UptimeTally {
  /** Takes note that this holds from now on. */
  turn(timestamp: number, condition: Condition): void;
  finish(): UptimeFigures;
}

interface CurrentOutage {
  /** Ms that count, from its beginning on. */
  whole: number;
  /** Ms that count in the window. */
  lasted: number;
  /** The first and last moment in the window that count. */
  from: number;
  to: number;
}

const duration = ({ from, to }: Stretch) => Math.max(0, to - from);
const cut = (a: Stretch, b: Stretch): Stretch => ({
  from: Math.max(a.from, b.from),
  to: Math.min(a.to, b.to),
});

/**
 * Gives the tally of a window, without the maintenance in it.
 *
 * @param maintenance in order, none touching another
 */
export function createUptimeTally(window: Stretch, maintenance: readonly Stretch[]): UptimeTally {
  const sums = { up: 0, degraded: 0, down: 0, unknown: 0, unwatched: 0, maintenance: 0 };
  let failures = 0;
  let repairs = 0;
  let repairTime = 0;
  const outages: Outage[] = [];
  let outage: CurrentOutage | undefined;
  let condition: Condition = "unknown";
  let since = Number.NEGATIVE_INFINITY;
  /** The first maintenance that does not lie before `since`. */
  let next = 0;

  /** Takes watched time that is no maintenance. */
  const watch = (stretch: Stretch, status: "up" | "degraded" | "down"): void => {
    const inside = cut(stretch, window);
    sums[status] += duration(inside);
    if (status !== "down" || duration(stretch) === 0) return;
    if (outage === undefined) {
      outage = { whole: 0, lasted: 0, from: Number.POSITIVE_INFINITY, to: window.from };
      if (stretch.from >= window.from && stretch.from < window.to) failures += 1;
    }
    outage.whole += duration(stretch);
    if (duration(inside) === 0) return;
    outage.lasted += duration(inside);
    outage.from = Math.min(outage.from, inside.from);
    outage.to = inside.to;
  };

  /** Takes the time from the last turn on. */
  const pass = (to: number): void => {
    const stretch = { from: since, to };
    if (condition === "unknown") sums.unknown += duration(cut(stretch, window));
    else if (condition !== "up" && condition !== "degraded" && condition !== "down")
      sums.unwatched += duration(cut(stretch, window));
    else {
      let from = since;
      for (; next < maintenance.length; next += 1) {
        const planned = maintenance[next];
        if (planned === undefined || planned.from >= to) break;
        if (planned.to > from) {
          watch({ from, to: Math.max(from, planned.from) }, condition);
          sums.maintenance += duration(cut(cut(planned, { from, to }), window));
          from = Math.min(planned.to, to);
        }
        if (planned.to > to) break;
      }
      watch({ from, to }, condition);
    }
    since = to;
  };

  const close = (open: boolean): void => {
    if (outage !== undefined && outage.lasted > 0) {
      const { from, to, lasted } = outage;
      outages.push(Object.freeze({ from, to, lasted, open }));
    }
    outage = undefined;
  };

  return {
    turn(timestamp, now) {
      pass(timestamp);
      condition = now;
      if (outage === undefined || now === "down" || now === "paused_down") return;
      if (now !== "deleted" && timestamp >= window.from) {
        repairs += 1;
        repairTime += outage.whole;
      }
      close(false);
    },
    finish() {
      pass(window.to);
      close(true);
      const { down: downtime, ...others } = sums;
      return {
        ...others,
        downtime,
        failures,
        repairs,
        repairTime,
        outages: Object.freeze(outages),
      };
    },
  };
}

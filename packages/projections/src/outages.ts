import type { AuditEvent } from "@audit/events";
import { feed } from "./feed.ts";
import { type Fold, foldStream } from "./fold-stream.ts";
import { InvalidOptionError } from "./invalid-option-error.ts";
import { type Monitor, type MonitorStatus, monitor } from "./monitor.ts";
import type { Replayed } from "./replay-report.ts";

/** A stretch of time in which a monitor was down overall. */
export interface Outage {
  /** Ms since epoch, UTC. */
  readonly from: number;
  /** Ms since epoch, UTC; where the outage is open, the end of what was looked at. */
  readonly to: number;
  /** Ms. */
  readonly lasted: number;
  /** Whether it goes on at `to`. */
  readonly open: boolean;
}

/** The outages of one monitor, and the state they end in. */
export interface Outages extends Replayed<Monitor> {
  /** In order. */
  readonly outages: readonly Outage[];
  /** The sum of all outages, in ms. */
  readonly downtime: number;
  /** The first of the longest; undefined where there is none. */
  readonly longest: Outage | undefined;
  /** The overall status at the end. */
  readonly status: MonitorStatus;
}

/** Up to when to look for outages. */
export interface OutagesOptions {
  /** Valid time: the last ms that counts, where an open outage ends; since epoch, UTC. */
  readonly until: number;
  /** Known time: only events recorded up to this ms are seen. @defaultValue all */
  readonly knownAt?: number | undefined;
}

/**
 * Gives the outages of a monitor, from the events of its stream: when its overall status was `down`
 * while it was active.
 *
 * While it is paused or deleted nobody looks, so that time is no downtime; an outage ends there, and
 * another begins with the resume when the monitor is still down. Events are taken as `replay` takes
 * them, in one pass. Pure.
 *
 * @throws {InvalidOptionError} when `until` is no finite number
 * @throws {OutOfOrderError} when an iterable is not in stream order
 * @throws {MixedStreamsError} when the events are of several streams
 * @example
 * import { monitorCreate, monitorDown, monitorRecovered } from "@audit/events";
 * import { at, clock, stream } from "@audit/projections/testing";
 * const events = stream("monitor:1", [
 *   at("10:00", monitorCreate, { name: "API" }),
 *   at("10:42", monitorDown, { region: "gru" }),
 *   at("10:45", monitorRecovered, { region: "gru" }),
 *   at("10:50", monitorDown, { region: "gru" }),
 * ]);
 * const { downtime, outages: found } = outages(events, { until: clock("10:51") });
 * downtime; // 240000
 * found.map(({ open }) => open); // [false, true]
 */
export function outages(events: Iterable<AuditEvent>, options: OutagesOptions): Outages;
export function outages(
  events: AsyncIterable<AuditEvent>,
  options: OutagesOptions,
): Promise<Outages>;
export function outages(
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  options: OutagesOptions,
): Outages | Promise<Outages> {
  return feed(events, () => foldOutages(options));
}

function foldOutages({ until, knownAt }: OutagesOptions): Fold<Outages> {
  if (!Number.isFinite(until))
    throw new InvalidOptionError({
      what: "find outages",
      option: "until",
      must: "be a finite number of milliseconds since the epoch",
      value: until,
    });
  const found: Outage[] = [];
  let downSince: number | undefined;
  const fold = foldStream(monitor, { at: until, knownAt }, ({ event, after }) => {
    const { timestamp } = event;
    if (isDown(after)) downSince ??= timestamp;
    else if (downSince !== undefined) {
      found.push(outageOf(downSince, timestamp, false));
      downSince = undefined;
    }
  });
  return {
    push: fold.push,
    pushRun: fold.pushRun,
    finish() {
      const { state, report } = fold.finish();
      if (downSince !== undefined) found.push(outageOf(downSince, until, true));
      let longest: Outage | undefined;
      let downtime = 0;
      for (const outage of found) {
        downtime += outage.lasted;
        if (longest === undefined || outage.lasted > longest.lasted) longest = outage;
      }
      const status = state.phase === "none" ? "unknown" : state.status;
      return { outages: found, downtime, longest, status, state, report };
    },
  };
}

function isDown(state: Monitor): boolean {
  return state.phase === "active" && state.status === "down";
}

function outageOf(from: number, to: number, open: boolean): Outage {
  return Object.freeze({ from, to, lasted: to - from, open });
}

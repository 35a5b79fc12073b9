import type { AuditEvent } from "@audit/events";
import { feed } from "./feed.ts";
import { type Fold, foldStream } from "./fold-stream.ts";
import { InvalidOptionError } from "./invalid-option-error.ts";
import type { Stretch } from "./maintenance-windows.ts";
import { mergeStretches } from "./merge-stretches.ts";
import { type Monitor, monitor } from "./monitor.ts";
import type { Outage } from "./outages.ts";
import type { ReplayReport } from "./replay-report.ts";
import { createUptimeTally } from "./uptime-tally.ts";

/** How available a monitor was in a window of time. All durations are in ms. */
export interface Uptime {
  /** Time in which it was up overall. */
  readonly up: number;
  /** Time in which it was degraded overall: it counts as available. */
  readonly degraded: number;
  /** Time in which it was down overall. */
  readonly downtime: number;
  /** Time in which nothing was known: before the first event, and until a first region spoke. */
  readonly unknown: number;
  /** Time in which nobody looked: paused, or deleted. */
  readonly unwatched: number;
  /** Time of maintenance that would have been up, degraded or down otherwise. */
  readonly maintenance: number;
  /** `(up + degraded) / (up + degraded + downtime)`, from 0 to 1; undefined where that divides by 0. */
  readonly availability: number | undefined;
  /** How many outages began in the window. */
  readonly failures: number;
  /** How many outages ended in the window by a recovery. */
  readonly repairs: number;
  /** Mean time to repair: what the outages of `repairs` lasted, over `repairs`; undefined without one. */
  readonly mttr: number | undefined;
  /** Mean time between failures: `(up + degraded) / failures`; undefined without one. */
  readonly mtbf: number | undefined;
  /** The outages with time in the window, in order, cut at its edges; `lasted` is what counts of them. */
  readonly outages: readonly Outage[];
  /** What the figures rest on: all events before the end of the window. */
  readonly report: ReplayReport;
}

/** The window, and what to leave out of it. */
export interface UptimeOptions {
  /** Valid time: the first ms that counts, since epoch, UTC. */
  readonly from: number;
  /** Valid time: the first ms that does not count any more, since epoch, UTC. */
  readonly to: number;
  /** Known time: only events recorded up to this ms are seen. @defaultValue all */
  readonly knownAt?: number | undefined;
  /**
   * Planned work, in any order; stretches may overlap, and infinities leave a side open. As
   * {@link maintenanceWindows} gives it. @defaultValue none
   */
  readonly maintenance?: readonly Stretch[] | undefined;
}

/**
 * Gives how available a monitor was from `from` up to, not including, `to`, from the events of its
 * stream.
 *
 * Every ms of the window is exactly one of up, degraded, downtime, unknown, unwatched and maintenance,
 * so those of windows that meet add up, and so do failures and repairs. The last status holds until
 * another event: ask for no window that ends after what the log can know.
 *
 * Availability is the share of time watched in which it was not down (Beyer et al., Site Reliability
 * Engineering, appendix A: uptime / (uptime + downtime)). MTBF is operating time over failures, MTTR
 * time to restoration over restorations (the usual estimates of IEC 60050-192's mean operating time
 * between failures and mean time to restoration). What is paused, deleted, under maintenance or unknown
 * is neither in a numerator nor in a denominator.
 *
 * An outage is a time of being down overall. It goes on over a pause or a maintenance, without what
 * lies in that, until a region tells otherwise; one that lies in there as a whole is none. Its length
 * is known when it ends, and then counts as a whole: `mttr` has the outages that ended in the window
 * from their beginning on, also before `from`; one that is open is in `downtime` alone, and a delete
 * ends an outage without repairing it. So availability is `mtbf / (mtbf + mttr)` where no outage lies
 * over an edge.
 *
 * Events are taken as `replay` takes them, in one pass. Pure.
 *
 * @throws {InvalidOptionError} when `from` or `to` is no finite number, `from` is not before `to`, or a
 * stretch of maintenance ends before it begins
 * @throws {OutOfOrderError} when an iterable is not in stream order
 * @throws {MixedStreamsError} when the events are of several streams
 * @example
 * import { monitorCreate, monitorDown, monitorRecovered } from "@audit/events";
 * import { at, clock, stream } from "@audit/projections/testing";
 * const events = stream("monitor:1", [
 *   at("10:00", monitorCreate, { name: "API" }),
 *   at("10:00", monitorRecovered, { region: "gru" }),
 *   at("10:42", monitorDown, { region: "gru" }),
 *   at("10:45", monitorRecovered, { region: "gru" }),
 * ]);
 * const hour = uptime(events, { from: clock("10:00"), to: clock("11:00") });
 * hour.availability; // 0.95
 * hour.mttr; // 180000
 * uptime(events, { from: clock("11:00"), to: clock("12:00") }).mtbf; // undefined
 */
export function uptime(events: Iterable<AuditEvent>, options: UptimeOptions): Uptime;
export function uptime(events: AsyncIterable<AuditEvent>, options: UptimeOptions): Promise<Uptime>;
export function uptime(
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  options: UptimeOptions,
): Uptime | Promise<Uptime> {
  return feed(events, () => foldUptime(options));
}

function foldUptime({ from, to, knownAt, maintenance = [] }: UptimeOptions): Fold<Uptime> {
  checkWindow(from, to);
  const tally = createUptimeTally({ from, to }, mergeStretches(checkMaintenance(maintenance)));
  // Events at `to` are of the next window; timestamps are whole.
  const fold = foldStream(monitor, { at: Math.ceil(to) - 1, knownAt }, ({ event, after }) =>
    tally.turn(event.timestamp, conditionOf(after)),
  );
  return {
    push: fold.push,
    pushRun: fold.pushRun,
    finish() {
      const { report } = fold.finish();
      const figures = tally.finish();
      const { up, degraded, downtime, failures, repairs, repairTime } = figures;
      const available = up + degraded;
      return Object.freeze({
        up,
        degraded,
        downtime,
        unknown: figures.unknown,
        unwatched: figures.unwatched,
        maintenance: figures.maintenance,
        availability: ratio(available, available + downtime),
        failures,
        repairs,
        mttr: ratio(repairTime, repairs),
        mtbf: ratio(available, failures),
        outages: figures.outages,
        report,
      });
    },
  };
}

function conditionOf(state: Monitor) {
  if (state.phase === "none") return "unknown";
  if (state.phase === "deleted") return "deleted";
  if (state.phase === "active") return state.status;
  return state.status === "down" ? "paused_down" : "paused";
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

function checkWindow(from: number, to: number): void {
  const what = "measure uptime";
  const bounds = { from, to };
  for (const option of ["from", "to"] as const)
    if (!Number.isFinite(bounds[option]))
      throw new InvalidOptionError({
        what,
        option,
        must: "be a finite number of milliseconds since the epoch",
        value: bounds[option],
      });
  if (from >= to)
    throw new InvalidOptionError({
      what,
      option: "from",
      must: `be before to, ${to}`,
      value: from,
    });
}

function checkMaintenance(maintenance: readonly Stretch[]): readonly Stretch[] {
  maintenance.forEach(({ from, to }, index) => {
    if (typeof from === "number" && typeof to === "number" && from <= to) return;
    throw new InvalidOptionError({
      what: "measure uptime",
      option: `maintenance.${index}`,
      must: "begin at a number of milliseconds since the epoch and end there or after",
      value: typeof from === "number" ? to : from,
    });
  });
  return maintenance;
}

import { type AuditEvent, compareEvents, type Position } from "@audit/events";
import { checkMoment } from "./check-moment.ts";
import { feed } from "./feed.ts";
import { type Fold, foldStream, type Step } from "./fold-stream.ts";
import { InvalidOptionError } from "./invalid-option-error.ts";
import type { Projection } from "./projection.ts";
import { type StateChange, stateChanges } from "./state-changes.ts";

/** One event of a stream, and what it changed. */
export interface Moment<State> {
  /** Ms since epoch, UTC. */
  readonly timestamp: number;
  readonly event: AuditEvent;
  /** Leaves of the state that changed; empty where the event is not handled or not understood. */
  readonly changes: readonly StateChange[];
  /** How long the state before had lasted, in ms; undefined where nothing had set it. */
  readonly lasted: number | undefined;
  /** Whether an event with a greater timestamp was recorded before this one. */
  readonly late: boolean;
  /** The state from this moment on. */
  readonly state: State;
  /** The name of the error that evolve threw; absent where it did not. */
  readonly error?: string;
  /** Other facts under this event's uid, which were not taken; absent where there are none. */
  readonly conflicting?: readonly AuditEvent[];
}

/** Which part of a stream to look at. */
export interface TimelineOptions {
  /** Valid time: moments before this ms are left out, their events still count. @defaultValue all */
  readonly from?: number | undefined;
  /** Valid time: the last ms that counts, since epoch, UTC. @defaultValue all */
  readonly to?: number | undefined;
  /** Known time: only events recorded up to this ms are seen. @defaultValue all */
  readonly knownAt?: number | undefined;
}

/**
 * Gives the moments of one stream in order: every event seen, what it changed, and how long the state
 * before it had lasted.
 *
 * Events are taken as `replay` takes them, so the state of a moment is the state `replay` gives at
 * it. `from` and `to` are inclusive. `lasted` runs from the last moment that changed the state.
 * Moments share the parts of the state that did not change. Late is meant among the events up to
 * `to`. Pure.
 *
 * @throws {OutOfOrderError} when an iterable is not in stream order
 * @throws {MixedStreamsError} when the events are of several streams
 * @throws {InvalidOptionError} when a bound is no number, or `from` is after `to`
 * @example
 * import { monitorCreate, monitorDown, monitorRecovered } from "@audit/events";
 * import { at, stream } from "@audit/projections/testing";
 * const events = stream("monitor:1", [
 *   at("10:00", monitorCreate, { name: "API" }),
 *   at("10:42", monitorDown, { region: "gru", statusCode: 503 }),
 *   at("10:45", monitorRecovered, { region: "gru", statusCode: 200 }),
 * ]);
 * const recovery = timeline(monitor, events)[2];
 * recovery?.lasted; // 180000
 * recovery?.changes[0]; // { path: ["status"], from: "down", to: "up" }
 */
export function timeline<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent>,
  options?: TimelineOptions,
): readonly Moment<State>[];
export function timeline<State>(
  projection: Projection<State>,
  events: AsyncIterable<AuditEvent>,
  options?: TimelineOptions,
): Promise<readonly Moment<State>[]>;
export function timeline<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  options: TimelineOptions = {},
): readonly Moment<State>[] | Promise<readonly Moment<State>[]> {
  return feed(events, () => foldMoments(projection, options));
}

function foldMoments<State>(
  projection: Projection<State>,
  options: TimelineOptions,
): Fold<readonly Moment<State>[]> {
  const what = `draw the timeline of "${projection.name}"`;
  const from = checkMoment(what, "from", options.from, Number.NEGATIVE_INFINITY);
  const to = checkMoment(what, "to", options.to, Number.POSITIVE_INFINITY);
  const knownAt = checkMoment(what, "knownAt", options.knownAt, Number.POSITIVE_INFINITY);
  if (from > to)
    throw new InvalidOptionError({
      what,
      option: "from",
      must: `be at most to, ${to}`,
      value: from,
    });

  const moments: UnsettledMoment<State>[] = [];
  let setAt: number | undefined;
  const fold = foldStream(projection, { at: to, knownAt }, (step) => {
    const { timestamp } = step.event;
    const changes = stateChanges(step.before, step.after);
    if (timestamp >= from)
      moments.push(momentOf(step, changes, setAt === undefined ? undefined : timestamp - setAt));
    if (changes.length > 0) setAt = timestamp;
  });
  return {
    push: fold.push,
    finish() {
      markLate(moments, fold.finish().report.late);
      return moments;
    },
  };
}

/** Which event is late shows only at the end. */
type UnsettledMoment<State> = Omit<Moment<State>, "late"> & { late: boolean };

function momentOf<State>(
  { event, conflicting, after, error }: Step<State>,
  changes: readonly StateChange[],
  lasted: number | undefined,
): UnsettledMoment<State> {
  return {
    timestamp: event.timestamp,
    event,
    changes,
    lasted,
    late: false,
    state: after,
    ...(error === undefined ? {} : { error }),
    ...(conflicting.length === 0 ? {} : { conflicting }),
  };
}

/** Both lists are in stream order. */
function markLate<State>(moments: readonly UnsettledMoment<State>[], late: readonly Position[]) {
  const rest = late.values();
  let next = rest.next();
  for (const moment of moments) {
    while (!next.done && compareEvents(next.value, moment.event) < 0) next = rest.next();
    moment.late = !next.done && compareEvents(next.value, moment.event) === 0;
    Object.freeze(moment);
  }
}

import type { AuditEvent } from "@audit/events";
import { feed } from "../feed.ts";
import { type Fold, foldStream } from "../fold-stream.ts";
import type { Projection } from "../projection.ts";
import type { Replayed } from "../replay-report.ts";
import { changesFinder, type StateChange } from "../state-changes.ts";
import { checkDiffOptions, type DiffOptions } from "./diff-options.ts";
import { touches } from "./touches.ts";

/** A part of the state that differs between two moments, and what brought that about. */
export interface Difference extends StateChange {
  /**
   * The events that changed it, of those that only `to` sees, in stream order; the last one set it.
   * Where none of them changed it itself, as it made another event count, all that changed anything.
   */
  readonly events: readonly AuditEvent[];
}

/** What {@link diff} gives. */
export interface Diff<State> {
  /** What replay gives at `from`. */
  readonly before: Replayed<State>;
  /** What replay gives at `to`. */
  readonly after: Replayed<State>;
  /** Empty where the states are the same; what changed and changed back is not in it. */
  readonly changes: readonly Difference[];
}

/**
 * Gives what differs between two moments of one stream, and for each change the events that brought
 * it about.
 *
 * With times, `{ from, to }`, it says what happened between them: everything after `from`, up to and
 * with `to`. With views, `{ from: { at, knownAt }, to: { at, knownAt } }`, it also says what was
 * learnt: the same `at` and two `knownAt` give what has become known of that moment since. `to` must
 * see all that `from` sees.
 *
 * Changes are the difference of the leaves of both states, so that the state before and the changes
 * give the state after. Lists are compared by the identity of their elements where they have one: an
 * element that comes in front is one change. Events are taken as `replay` takes them; two folds are
 * fed side by side in one pass, and what is kept is the events that changed something between. Pure.
 *
 * @throws {OutOfOrderError} when an iterable is not in stream order
 * @throws {MixedStreamsError} when the events are of several streams
 * @throws {InvalidOptionError} when a bound is no number, a view says nothing, or `from` sees more
 * than `to`
 * @example
 * import { incidentCreate, incidentReclassify } from "@audit/events";
 * import { at, clock, stream } from "@audit/projections/testing";
 * const events = stream("incident:7", [
 *   at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: [] }),
 *   at("10:04", incidentReclassify, { from: "major", to: "minor" }, { recordedAt: "10:30" }),
 * ]);
 * const [change] = diff(incident, events, { from: clock("10:01"), to: clock("10:05") }).changes;
 * change?.path; // ["severity"]
 * change?.events.map(({ uid }) => uid); // ["incident:7#0002"]
 *
 * // What have we learnt of 10:05 since the report was written at 10:15?
 * const learnt = diff(incident, events, {
 *   from: { at: clock("10:05"), knownAt: clock("10:15") },
 *   to: { at: clock("10:05") },
 * });
 * learnt.changes.map(({ from, to }) => [from, to]); // [["major", "minor"]]
 */
export function diff<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent>,
  options?: DiffOptions,
): Diff<State>;
export function diff<State>(
  projection: Projection<State>,
  events: AsyncIterable<AuditEvent>,
  options?: DiffOptions,
): Promise<Diff<State>>;
export function diff<State>(
  projection: Projection<State>,
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  options: DiffOptions = {},
): Diff<State> | Promise<Diff<State>> {
  return feed(events, () => foldDiff(projection, options));
}

function foldDiff<State>(projection: Projection<State>, options: DiffOptions): Fold<Diff<State>> {
  const { from, to } = checkDiffOptions(`compare two moments of "${projection.name}"`, options);
  const { identify } = projection;
  const touched = touches(identify);
  const changesOf = changesFinder(identify);
  const early = foldStream(projection, from);
  const late = foldStream(projection, to, ({ event, before, after }) => {
    const isNew = event.timestamp > from.at || event.recordedAt > from.knownAt;
    if (isNew) touched.add(event, changesOf(before, after));
  });
  let earlyIsOpen = true;
  return {
    push(delivery) {
      if (!late.push(delivery)) return false;
      earlyIsOpen = earlyIsOpen && early.push(delivery);
      return true;
    },
    finish() {
      const before = early.finish();
      const after = late.finish();
      const changes = changesOf(before.state, after.state).map((change) =>
        Object.freeze({ ...change, events: touched.of(change) }),
      );
      return { before, after, changes: Object.freeze(changes) };
    },
  };
}

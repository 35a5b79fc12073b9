import type { AuditEvent } from "@audit/events";
import { assertEvent } from "./assert-event.ts";
import { assertProjection } from "./assert-projection.ts";
import { feed } from "./feed.ts";
import { type Fold, foldStream } from "./fold-stream.ts";
import { InvalidOptionError } from "./invalid-option-error.ts";
import type { Projection } from "./projection.ts";
import { checkReplayOptions, type ReplayOptions } from "./replay-options.ts";
import type { Replayed } from "./replay-report.ts";
import type { Snapshot } from "./snapshot-format.ts";
import { startFromSnapshot } from "./start-from-snapshot.ts";
import type { UnusableSnapshot } from "./unusable-snapshot-error.ts";

/** What a resumed replay may be asked; `upTo` and `without` need the whole stream. */
export type ResumeOptions = Pick<ReplayOptions, "at" | "knownAt" | "strict">;

/** What {@link resume} gives. */
export type Resumed<State> = ({ readonly usable: true } & Replayed<State>) | UnusableSnapshot;

/**
 * Gives the state and report that `replay` gives for the whole stream, from a snapshot and what came
 * since; or why the snapshot cannot be used, and then the whole stream must be replayed.
 *
 * `events` are those after the snapshot's checkpoint, and whatever was recorded after its `knownAt`:
 * an event or a copy among them at or before the checkpoint makes it unusable, and one that is not
 * given cannot be noticed. Everything else is as for `replay`; when `strict` throws, the `cause` of
 * what was thrown before the checkpoint is not known any more. Pure.
 *
 * @throws {InvalidOptionError} when an argument cannot be what it is
 * @throws {OutOfOrderError} when an iterable is not in stream order
 * @throws {MixedStreamsError} when the events are of several streams
 * @throws {PartialReplayError} when `strict` and the report gives a reason why it is not exact
 * @example
 * import { monitorDown } from "@audit/events";
 * import { at, clock, stream } from "@audit/projections/testing";
 * const events = stream("monitor:1", [
 *   at("10:00", monitorDown, { region: "gru" }),
 *   at("10:01", monitorDown, { region: "fra" }),
 * ]);
 * const saved = snapshot(monitor, events, { readAt: clock("10:05") });
 * const then = saved && resume(monitor, saved, [], { at: clock("10:00") });
 * then?.usable === false && then.reason; // "after_at"
 */
export function resume<State>(
  projection: Projection<State>,
  snapshot: Snapshot<State>,
  events: Iterable<AuditEvent>,
  options?: ResumeOptions,
): Resumed<State>;
export function resume<State>(
  projection: Projection<State>,
  snapshot: Snapshot<State>,
  events: AsyncIterable<AuditEvent>,
  options?: ResumeOptions,
): Promise<Resumed<State>>;
export function resume<State>(
  projection: Projection<State>,
  snapshot: Snapshot<State>,
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  options: ResumeOptions = {},
): Resumed<State> | Promise<Resumed<State>> {
  return feed(events, () => foldResumed(projection, snapshot, options));
}

function foldResumed<State>(
  projection: Projection<State>,
  from: Snapshot<State>,
  options: ResumeOptions,
): Fold<Resumed<State>> {
  assertProjection("resume", projection);
  const what = `resume "${projection.name}"`;
  const { at, knownAt, upTo, without } = checkReplayOptions(what, options);
  for (const [option, value] of Object.entries({ upTo, without }))
    if (value !== undefined)
      throw new InvalidOptionError({
        what,
        option,
        must: "be left out, as it needs the whole stream",
        value,
      });
  if (typeof from !== "object" || from === null)
    throw new InvalidOptionError({ what, option: "snapshot", must: "be a snapshot", value: from });
  const start = startFromSnapshot(projection, from, { at, knownAt });
  if (!start.usable) return { isDone: true, push: () => false, finish: () => start };

  const fold = foldStream(projection, options, undefined, { from: start.point });
  let misfit: UnusableSnapshot | undefined;
  let pushed = 0;
  return {
    push(delivery) {
      assertEvent(what, pushed, delivery);
      pushed += 1;
      misfit = start.misfitOf(delivery);
      return misfit === undefined && fold.push(delivery);
    },
    finish() {
      if (misfit !== undefined) return misfit;
      const { findings } = fold.stop();
      if (findings.late.isUnsettled() || findings.gaps.isUnsettled())
        return { usable: false, reason: "unsettled" };
      return { usable: true, ...fold.finish() };
    },
  };
}

import type { AuditEvent } from "@audit/events";
import { isEvent } from "./assert-event.ts";
import { assertProjection } from "./assert-projection.ts";
import { createPlainReport } from "./create-report.ts";
import { feedList, feedSorted } from "./feed-list.ts";
import { positionOf, startFindings } from "./findings.ts";
import { type FoldedRun, foldRun } from "./fold-run.ts";
import { foldStream } from "./fold-stream.ts";
import { isInStreamOrder } from "./in-stream-order.ts";
import type { Projection } from "./projection.ts";
import type { ReplayOptions } from "./replay-options.ts";
import type { Replayed, ReplayReport } from "./replay-report.ts";

/**
 * Gives what a list of events comes to: of one in order in which each event is plain, as most are, at
 * the cost of one run and its report; else the run is the beginning of a fold that can do more.
 */
export function replayList<State>(
  projection: Projection<State>,
  events: readonly AuditEvent[],
  options: ReplayOptions,
): Replayed<State> {
  const start = () => foldStream(projection, options);
  const first = events[0];
  if (!isBounded(options) || typeof first !== "object" || typeof first?.id !== "string")
    return feedList(events, start(), start);
  assertProjection("replay", projection);
  const startsWhole = howItStarts(projection, first);
  if (startsWhole === undefined) return feedList(events, start(), start);

  const { at = Number.POSITIVE_INFINITY, knownAt = Number.POSITIVE_INFINITY } = options;
  const run = foldRun(projection, events, 0, {
    state: projection.initial,
    stream: first,
    at,
    knownAt,
    late: undefined,
    gaps: undefined,
    observe: undefined,
  });
  if ((startsWhole || options.strict !== true) && isTheEnd(events, run.end, at))
    return isInStreamOrder(events, run.end)
      ? { state: run.state, report: reportOf(events, run, startsWhole) }
      : feedSorted(events, start());
  const point = { state: projection.initial, findings: startFindings(undefined, run) };
  const fold = foldStream(projection, options, undefined, { from: point });
  fold.takeRun(events, 0, run);
  return feedList(events, fold, start, run.end);
}

/** Whether options say no more than up to when to look; wrong ones say something else. */
function isBounded(options: ReplayOptions): boolean {
  if (typeof options !== "object" || options === null) return false;
  const { at, knownAt, upTo, without, strict } = options;
  return (
    (at === undefined || (typeof at === "number" && !Number.isNaN(at))) &&
    (knownAt === undefined || (typeof knownAt === "number" && !Number.isNaN(knownAt))) &&
    upTo === undefined &&
    without === undefined &&
    (strict === undefined || typeof strict === "boolean")
  );
}

/** Whether it starts as the projection says; undefined where another event than the first tells. */
function howItStarts<State>(projection: Projection<State>, first: AuditEvent): boolean | undefined {
  const { startActions } = projection;
  if (startActions.length === 0) return true;
  return first.known && projection.handles(first.action)
    ? startActions.includes(first.action)
    : undefined;
}

/** Whether nothing that counts is behind the run. */
function isTheEnd(events: readonly AuditEvent[], end: number, at: number): boolean {
  const next = events[end];
  return end === events.length || (next !== undefined && isEvent(next) && next.timestamp > at);
}

function reportOf<State>(
  events: readonly AuditEvent[],
  { end, applied, upcast, late }: FoldedRun<State>,
  startsWhole: boolean,
): ReplayReport {
  const [first, last] = [events[0], events[end - 1]];
  const isEmpty = end === 0 || first === undefined || last === undefined;
  return createPlainReport({
    applied,
    notHandled: end - applied,
    upcast,
    late: late?.list(),
    startsWhole: startsWhole || isEmpty,
    first: isEmpty ? undefined : positionOf(first),
    last: isEmpty ? undefined : positionOf(last),
  });
}

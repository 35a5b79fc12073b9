import type { AuditEvent } from "@audit/events";
import { assertEvent } from "./assert-event.ts";
import { assertProjection } from "./assert-projection.ts";
import { createReport } from "./create-report.ts";
import { type Findings, positionOf, startFindings } from "./findings.ts";
import { type FoldedRun, foldRun } from "./fold-run.ts";
import { groupDeliveries } from "./group-deliveries.ts";
import { InvalidOptionError } from "./invalid-option-error.ts";
import { PartialReplayError } from "./partial-replay-error.ts";
import type { Projection } from "./projection.ts";
import { checkReplayOptions, type ReplayOptions } from "./replay-options.ts";
import type { Replayed } from "./replay-report.ts";
import { settleCopies } from "./settle-copies.ts";
import type { Step } from "./step.ts";

/** Something that events are pushed into. */
export interface Fold<Result> {
  /** Whether it needs nothing at all. @defaultValue false */
  readonly isDone?: boolean;
  /** Takes the next delivery; false: nothing more is needed. */
  push(delivery: AuditEvent): boolean;
  /** Takes as many of a list's events, from a place on, as are simple, and gives the place behind. */
  pushRun?(events: readonly AuditEvent[], from: number): number;
  finish(): Result;
}

/** A state and what was found on the way to it. */
export interface FoldPoint<State> {
  readonly state: State;
  readonly findings: Findings;
}

/** The fold of one stream. */
export interface StreamFold<State> extends Fold<Replayed<State>> {
  /** Gives where it has come to; of what was pushed last, all copies are left out if one is given. */
  stop(before?: AuditEvent): FoldPoint<State>;
  pushRun(events: readonly AuditEvent[], from: number): number;
  /** Takes what the plain events from a place of a list on came to, as if they had been pushed. */
  takeRun(events: readonly AuditEvent[], from: number, run: FoldedRun<State>): void;
}

/** Where a fold begins, and for whom. */
export interface FoldStart<State> {
  /** @defaultValue the beginning of the stream */
  readonly from?: FoldPoint<State> | undefined;
  /** The entity, where there are several and an error must name it. */
  readonly of?: string | undefined;
}

/** Gives the one fold under replay, timeline and outages: one pass, nothing sorted, nothing copied. */
export function foldStream<State>(
  projection: Projection<State>,
  options: ReplayOptions,
  observe?: (step: Step<State>) => void,
  { from, of }: FoldStart<State> = {},
): StreamFold<State> {
  assertProjection("replay", projection);
  const what = `replay "${projection.name}"`;
  const { at, knownAt, upTo, without, strict } = checkReplayOptions(what, options);
  const { startActions } = projection;

  let state = from === undefined ? projection.initial : from.state;
  const findings = from?.findings ?? startFindings();
  const { late, gaps } = findings;
  if (startActions.length === 0) findings.startsWhole = true;
  let pushed = 0;
  let last: AuditEvent | undefined;
  /** The event that `upTo` names; it may lie beyond `at`, and is looked for there. */
  let end: AuditEvent | undefined;
  let isOver = false;
  let cause: { readonly error: unknown } | undefined;

  /** Gives the name of the error that evolve threw, if it did. */
  const evolve = (event: AuditEvent): string | undefined => {
    if (!event.known) {
      const { recordedAction, reason } = event;
      findings.unknown.push({ ...positionOf(event), recordedAction, reason });
      return undefined;
    }
    if (event.recordedVersion < event.version) findings.upcast += 1;
    if (!projection.handles(event.action)) {
      findings.notHandled += 1;
      return undefined;
    }
    try {
      state = projection.evolve(state, event);
      findings.applied += 1;
      return undefined;
    } catch (error) {
      cause ??= { error };
      const name = error instanceof Error ? error.name : "a thrown value";
      findings.invalid.push({ ...positionOf(event), action: event.action, error: name });
      return name;
    }
  };

  /** An unknown event may be anything; only as the start action does it say where it stands. */
  const noteStart = (event: AuditEvent): void => {
    if (!event.known)
      findings.startsWhole = startActions.includes(event.recordedAction) || undefined;
    else if (projection.handles(event.action))
      findings.startsWhole = startActions.includes(event.action);
  };

  /** Takes note of the numbers of all writers that delivered an event. */
  const follow = (event: AuditEvent): void => {
    const { uid, otherDeliveries, recordedAt } = event;
    gaps.add(uid, recordedAt, event);
    if (otherDeliveries === undefined) return;
    for (const delivery of otherDeliveries) gaps.add(uid, recordedAt, delivery);
  };

  const see = (event: AuditEvent, conflicting: readonly AuditEvent[]): void => {
    if (findings.startsWhole === undefined) noteStart(event);
    if (event.uid === upTo) {
      end = event;
      isOver = true;
    }
    if (without?.has(event.uid)) {
      findings.leftOut.push(positionOf(event));
      return;
    }
    const before = state;
    findings.first ??= positionOf(event);
    last = event;
    findings.copies += event.copies - 1;
    late.add(event);
    if (conflicting.length > 0) reportConflict(event, conflicting);
    const error = evolve(event);
    if (observe === undefined) return;
    const step = { event, conflicting, before, after: state };
    observe(error === undefined ? step : { ...step, error });
  };

  const reportConflict = (event: AuditEvent, conflicting: readonly AuditEvent[]): void => {
    for (const other of conflicting) findings.copies += other.copies - 1;
    const others = conflicting.map(({ recordedAction, recordedAt }) => ({
      recordedAction,
      recordedAt,
    }));
    findings.conflicts.push({ ...positionOf(event), others });
  };

  const seeGroup = (deliveries: readonly AuditEvent[]): void => {
    const settled = settleCopies(deliveries, knownAt);
    if (settled === undefined) return;
    for (const delivery of byWriter(deliveries)) follow(delivery);
    see(settled.event, settled.conflicting);
  };

  const groups = groupDeliveries(projection.name, (event, others) => {
    if (isOver) return;
    if (others.length > 0) return seeGroup([event, ...others]);
    if (event.recordedAt > knownAt) return;
    follow(event);
    see(event, others);
  });

  /** What is beyond `at` is looked at for its uid alone. */
  const lookFurther = (delivery: AuditEvent): boolean => {
    groups.flush();
    if (upTo === undefined || isOver) return false;
    if (delivery.uid !== upTo || delivery.recordedAt > knownAt) return true;
    isOver = true;
    return false;
  };

  const isSimple = without === undefined && upTo === undefined;

  /** Where a stream begins is told by its first handled event, and by none of a run but its first. */
  const canRun = (first: AuditEvent | undefined): boolean => {
    if (typeof first?.timestamp !== "number" || typeof first.id !== "string") return false;
    const previous = groups.previous();
    if (previous !== undefined && first.timestamp <= previous.timestamp) return false;
    return findings.startsWhole !== undefined || (first.known && projection.handles(first.action));
  };

  const takeRun = (events: readonly AuditEvent[], from: number, run: FoldedRun<State>): void => {
    const { applied, upcast, writer, sequence, written, lateFrom } = run;
    const first = events[from];
    const end = events[run.end - 1];
    if (run.end === from || first === undefined || end === undefined) return;
    if (findings.startsWhole === undefined) noteStart(first);
    if (writer !== undefined && written > 0) gaps.addRun(writer, sequence, written);
    late.addRun(events, lateFrom, run.end);
    findings.upcast += upcast;
    findings.applied += applied;
    findings.notHandled += run.end - from - applied;
    findings.first ??= positionOf(first);
    pushed += run.end - from;
    state = run.state;
    last = end;
    groups.pass(end);
  };

  return {
    pushRun(events, from) {
      const first = events[from];
      const stream = groups.previous() ?? first;
      if (!isSimple || stream === undefined || !canRun(first)) return from;
      groups.flush();
      const run = foldRun(projection, events, from, {
        state,
        stream,
        at,
        knownAt,
        late,
        gaps,
        observe,
      });
      takeRun(events, from, run);
      return run.end;
    },
    takeRun,
    push(delivery) {
      assertEvent(what, pushed, delivery);
      pushed += 1;
      if (delivery.timestamp > at) return lookFurther(delivery);
      groups.push(delivery);
      return !isOver;
    },
    stop(before) {
      if (before !== undefined && groups.holds(before)) groups.drop();
      groups.flush();
      if (last !== undefined) findings.last = positionOf(last);
      return { state, findings };
    },
    finish() {
      groups.flush();
      if (upTo !== undefined && !isOver)
        throw new InvalidOptionError({
          what,
          option: "upTo",
          must: `be the uid of an event of the stream${knownAt === Number.POSITIVE_INFINITY ? "" : " that was known at knownAt"}`,
          value: upTo,
        });
      if (last !== undefined) findings.last = positionOf(last);
      // What was recorded later may follow an event beyond the end, which so is not missing.
      const judgedUpTo = Math.min(at, end?.timestamp ?? at);
      const report = createReport(findings, {
        gaps: gaps.list(judgedUpTo),
        without,
      });
      if (strict && report.exactness === "partial")
        throw new PartialReplayError(
          { projection: projection.name, of, report },
          cause === undefined ? undefined : { cause: cause.error },
        );
      return { state, report };
    },
  };
}

/** The earliest delivery for each number of each writer: the same one again says nothing new about gaps. */
function byWriter(deliveries: readonly AuditEvent[]): Iterable<AuditEvent> {
  const latestFirst = [...deliveries].sort((a, b) => b.recordedAt - a.recordedAt);
  return new Map(
    latestFirst.map((delivery) => [JSON.stringify([delivery.writer, delivery.sequence]), delivery]),
  ).values();
}

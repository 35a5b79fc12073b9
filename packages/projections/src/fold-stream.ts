import type { AuditEvent, Position } from "@audit/events";
import { checkMoment } from "./check-moment.ts";
import { gaps } from "./gaps.ts";
import { groupDeliveries } from "./group-deliveries.ts";
import { lateEvents } from "./late-events.ts";
import { PartialReplayError } from "./partial-replay-error.ts";
import type { Projection } from "./projection.ts";
import {
  type Conflict,
  createReport,
  type InvalidSeen,
  type Replayed,
  type UnknownSeen,
} from "./replay-report.ts";
import { type Settled, settleCopies } from "./settle-copies.ts";

/** From where in time to look at a stream, and how strictly. */
export interface ReplayOptions {
  /** Valid time: the last ms that counts, since epoch, UTC. @defaultValue all */
  readonly at?: number | undefined;
  /** Known time: only events recorded up to this ms are seen. @defaultValue all */
  readonly knownAt?: number | undefined;
  /** Whether a partial outcome is an error. @defaultValue false */
  readonly strict?: boolean | undefined;
}

/** One event seen, and what it did. */
export interface Step<State> extends Settled {
  readonly before: State;
  readonly after: State;
  /** The name of the error that evolve threw. */
  readonly error?: string;
}

/** Something that events are pushed into. */
export interface Fold<Result> {
  /** Takes the next delivery; false: nothing more is needed. */
  push(delivery: AuditEvent): boolean;
  finish(): Result;
}

/** Gives the one fold under replay, timeline and outages: one pass, nothing sorted, nothing copied. */
export function foldStream<State>(
  projection: Projection<State>,
  options: ReplayOptions,
  observe?: (step: Step<State>) => void,
): Fold<Replayed<State>> {
  const what = `replay "${projection.name}"`;
  const at = checkMoment(what, "at", options.at, Number.POSITIVE_INFINITY);
  const knownAt = checkMoment(what, "knownAt", options.knownAt, Number.POSITIVE_INFINITY);

  let state = projection.initial;
  let applied = 0;
  let notHandled = 0;
  let upcast = 0;
  let copies = 0;
  let first: AuditEvent | undefined;
  let last: AuditEvent | undefined;
  /** Undefined until an event shows it. */
  let startsWhole: boolean | undefined = projection.startActions.length === 0 ? true : undefined;
  let cause: { readonly error: unknown } | undefined;
  const unknown: UnknownSeen[] = [];
  const invalid: InvalidSeen[] = [];
  const conflicts: Conflict[] = [];
  const late = lateEvents();
  const missing = gaps();

  /** Gives the name of the error that evolve threw, if it did. */
  const evolve = (event: AuditEvent): string | undefined => {
    if (!event.known) {
      const { recordedAction, reason } = event;
      unknown.push({ ...positionOf(event), recordedAction, reason });
      // An unknown event may be anything; only as the start action does it say where it stands.
      if (projection.startActions.includes(recordedAction)) startsWhole ??= true;
      return undefined;
    }
    if (event.recordedVersion < event.version) upcast += 1;
    if (!projection.handles(event.action)) {
      notHandled += 1;
      return undefined;
    }
    startsWhole ??= projection.startActions.includes(event.action);
    try {
      state = projection.evolve(state, event);
      applied += 1;
      return undefined;
    } catch (error) {
      cause ??= { error };
      const name = error instanceof Error ? error.name : "a thrown value";
      invalid.push({ ...positionOf(event), action: event.action, error: name });
      return name;
    }
  };

  const see = (event: AuditEvent, conflicting: readonly AuditEvent[]): void => {
    const before = state;
    first ??= event;
    last = event;
    copies += event.copies - 1;
    late.add(event);
    const error = evolve(event);
    if (observe === undefined) return;
    const step = { event, conflicting, before, after: state };
    observe(error === undefined ? step : { ...step, error });
  };

  /** Takes note of the numbers of all writers that delivered an event. */
  const follow = (event: AuditEvent): void => {
    const { uid, otherDeliveries = [], recordedAt } = event;
    for (const link of [event, ...otherDeliveries]) {
      const { writer, sequence, previous } = link;
      // What was recorded after `at` may follow an event that is beyond it, and so is not missing.
      missing.add({ uid, writer, sequence, previous: recordedAt > at ? undefined : previous });
    }
  };

  const seeGroup = (deliveries: readonly AuditEvent[]): void => {
    const settled = settleCopies(deliveries, knownAt);
    if (settled === undefined) return;
    const { event, conflicting } = settled;
    for (const delivery of byWriter(deliveries)) follow(delivery);
    see(event, conflicting);
    if (conflicting.length === 0) return;
    for (const other of conflicting) copies += other.copies - 1;
    const others = conflicting.map(({ recordedAction, recordedAt }) => ({
      recordedAction,
      recordedAt,
    }));
    conflicts.push({ ...positionOf(event), others });
  };

  const groups = groupDeliveries(projection.name, (event, others) => {
    if (others.length > 0) return seeGroup([event, ...others]);
    if (event.recordedAt > knownAt) return;
    follow(event);
    see(event, others);
  });

  return {
    push(delivery) {
      if (delivery.timestamp > at) return false;
      groups.push(delivery);
      return true;
    },
    finish() {
      groups.finish();
      const report = createReport({
        applied,
        notHandled,
        unknown: Object.freeze(unknown),
        invalid: Object.freeze(invalid),
        upcast,
        copies,
        conflicts: Object.freeze(conflicts),
        late: late.list(),
        gaps: missing.list(),
        first: first && positionOf(first),
        last: last && positionOf(last),
        truncated: startsWhole === false,
      });
      if (options.strict === true && report.exactness === "partial")
        throw new PartialReplayError(
          { projection: projection.name, report },
          cause === undefined ? undefined : { cause: cause.error },
        );
      return { state, report };
    },
  };
}

function positionOf({ timestamp, uid }: Position): Position {
  return { timestamp, uid };
}

/** The earliest delivery for each number of each writer: the same one again says nothing new about gaps. */
function byWriter(deliveries: readonly AuditEvent[]): Iterable<AuditEvent> {
  const latestFirst = [...deliveries].sort((a, b) => b.recordedAt - a.recordedAt);
  return new Map(
    latestFirst.map((delivery) => [JSON.stringify([delivery.writer, delivery.sequence]), delivery]),
  ).values();
}

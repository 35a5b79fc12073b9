import type { AuditEvent } from "@audit/events";
import type { StateChange } from "../state-changes.ts";

interface MomentFacts<State> {
  /** When it happened, or began; ms since epoch, UTC. */
  readonly timestamp: number;
  /** When the last of its events happened; ms since epoch, UTC. */
  readonly until: number;
  /** What it means, for people: one line of plain text without a full stop. */
  readonly sentence: string;
  /** What it changed, in all; empty where its events are not handled, not taken or not understood. */
  readonly changes: readonly StateChange[];
  /** How long the state before had lasted, in ms; undefined where nothing had set it. */
  readonly lasted: number | undefined;
  /** Whether an event with a greater timestamp was recorded before one of its events. */
  readonly late: boolean;
  /** How long after it happened it was recorded, in ms, the longest; undefined unless `late`. */
  readonly lateBy: number | undefined;
  /** The state from this moment on. */
  readonly state: State;
}

/** A moment of a single event. */
export interface EventMoment<State> extends MomentFacts<State> {
  readonly kind: "event";
  readonly event: AuditEvent;
  /** The name of the error that evolve threw; absent where it did not. */
  readonly error?: string;
  /** Other facts under this event's uid, which were not taken; absent where there are none. */
  readonly conflicting?: readonly AuditEvent[];
}

/**
 * A moment of several events, which opens: a burst of one action, or an idle stretch in which nothing
 * changed.
 */
export interface GroupMoment<State> extends MomentFacts<State> {
  readonly kind: "burst" | "idle";
  /** Its events one by one, two or more, in stream order. */
  readonly members: readonly EventMoment<State>[];
}

/** A line of a timeline; switch on `kind`. */
export type Moment<State> = EventMoment<State> | GroupMoment<State>;

/**
 * Gives the moments of single events, in order: every burst and idle stretch is opened.
 *
 * @example
 * import { notificationSent } from "@audit/events";
 * import { at, stream } from "@audit/projections/testing";
 * const events = stream("incident:7", [
 *   at("10:00", notificationSent, { provider: "email" }),
 *   at("10:05", notificationSent, { provider: "sms" }),
 * ]);
 * timeline(incident, events).map(({ kind }) => kind); // ["idle"]
 * eventMoments(timeline(incident, events)).map(({ event }) => event.timestamp).length; // 2
 */
export function eventMoments<State>(
  moments: readonly Moment<State>[],
): readonly EventMoment<State>[] {
  return moments.flatMap((moment) => (moment.kind === "event" ? [moment] : moment.members));
}

/** Whether it is never one of a group: evolve threw on it, or its uid carries other facts. */
export function standsAlone({ error, conflicting }: EventMoment<unknown>): boolean {
  return error !== undefined || conflicting !== undefined;
}

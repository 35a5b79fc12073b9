import { compareEvents, type Position } from "@audit/events";
import type { AnyKnownEvent, Projection } from "@audit/projections";

/** The state of one entity, and what it takes to put a late event in its place. Plain data. */
export interface EntityHistory<State> {
  /** The state before `recent`. */
  readonly base: State;
  /** The last event in `base`; absent while that is the initial state. */
  readonly basedOn?: Position;
  /** The newest events, in stream order, each once. */
  readonly recent: readonly AnyKnownEvent[];
  /** The state after them. */
  readonly state: State;
}

/** How many events an entity keeps, so that a late one finds its place. */
export const recentEvents = 50;

/** Gives the history of an entity of which nothing is known. */
export function emptyHistory<State>({ initial }: Projection<State>): EntityHistory<State> {
  return { base: initial, recent: [], state: initial };
}

/**
 * Gives the history with one event more, at its place; the same history when it has that event. Pure.
 *
 * Undefined for an event from before all that is kept: only the whole stream tells what it changes.
 */
export function addEvent<State>(
  projection: Projection<State>,
  history: EntityHistory<State>,
  event: AnyKnownEvent,
): EntityHistory<State> | undefined {
  const { base, basedOn, recent, state } = history;
  if (basedOn !== undefined && compareEvents(event, basedOn) <= 0) return undefined;
  const place = recent.findLastIndex((known) => compareEvents(known, event) <= 0) + 1;
  const before = recent[place - 1];
  if (before !== undefined && compareEvents(before, event) === 0) return history;
  const events = recent.toSpliced(place, 0, event);
  const evolve = (current: State, next: AnyKnownEvent) => projection.evolve(current, next);
  const isLast = place === recent.length;
  const after = isLast ? evolve(state, event) : events.reduce(evolve, base);
  const [oldest, ...rest] = events;
  if (oldest === undefined || rest.length < recentEvents)
    return { base, ...(basedOn && { basedOn }), recent: events, state: after };
  const { timestamp, uid } = oldest;
  return {
    base: evolve(base, oldest),
    basedOn: { timestamp, uid },
    recent: rest,
    state: after,
  };
}

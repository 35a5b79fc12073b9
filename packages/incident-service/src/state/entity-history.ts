import { compareEvents } from "@audit/events";
import type { AnyKnownEvent, Projection } from "@audit/projections";

/** The state of one entity, and what it takes to put a late event in its place. Plain data. */
export interface EntityHistory<State> {
  /** The state before `recent`. */
  readonly base: State;
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
 * An event from before all that is kept is taken as the oldest of these: only a replay of the whole
 * stream can tell what it changes.
 */
export function addEvent<State>(
  projection: Projection<State>,
  history: EntityHistory<State>,
  event: AnyKnownEvent,
): EntityHistory<State> {
  const { base, recent, state } = history;
  const place = recent.findLastIndex((known) => compareEvents(known, event) <= 0) + 1;
  const before = recent[place - 1];
  if (before !== undefined && compareEvents(before, event) === 0) return history;
  const events = recent.toSpliced(place, 0, event);
  const isLast = place === recent.length;
  const after = isLast ? projection.evolve(state, event) : events.reduce(projection.evolve, base);
  const [oldest, ...rest] = events;
  if (oldest === undefined || rest.length < recentEvents)
    return { base, recent: events, state: after };
  return { base: projection.evolve(base, oldest), recent: rest, state: after };
}

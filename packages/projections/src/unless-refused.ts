import type { Evolve } from "./projection.ts";

/**
 * Gives the step that leaves the state as it is when the event's outcome is `failure` or `denied`.
 *
 * A refused attempt is a fact and is in the stream, but what was attempted did not happen.
 *
 * @example
 * import { incidentResolve } from "@audit/events";
 * const isResolved = defineProjection<boolean>("is-resolved", { revision: 1, initial: false })
 *   .on(incidentResolve, unlessRefused(() => true));
 * isResolved.actions; // ["incident.resolve"]
 */
export function unlessRefused<State, Event extends { readonly outcome: string }>(
  evolve: Evolve<State, Event>,
): Evolve<State, Event> {
  return (state, event) =>
    event.outcome === "failure" || event.outcome === "denied" ? state : evolve(state, event);
}

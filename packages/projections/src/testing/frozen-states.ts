import { deepFreeze } from "../deep-freeze.ts";
import type { Projection } from "../projection.ts";

/**
 * Gives the projection with every state and event frozen at every depth, so that an evolve that
 * changes one throws a TypeError; `strict` makes the replay throw too.
 *
 * @example
 * import { incidentCreate } from "@audit/events";
 * import { defineProjection, replay } from "@audit/projections";
 * const careless = defineProjection<string[]>("titles", { revision: 1, initial: [] })
 *   .on(incidentCreate, (titles, { metadata }) => {
 *     titles.push(metadata.title);
 *     return titles;
 *   });
 * const created = at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: [] });
 * const { report } = replay(frozenStates(careless), stream("incident:7", [created]));
 * report.invalid[0]?.error; // "TypeError"
 */
export function frozenStates<State>(projection: Projection<State>): Projection<State> {
  return Object.freeze<Projection<State>>({
    ...projection,
    evolve: (state, event) => deepFreeze(projection.evolve(deepFreeze(state), deepFreeze(event))),
    on: (action, evolve) => frozenStates(projection.on(action, evolve)),
    startsWith: (...actions) => frozenStates(projection.startsWith(...actions)),
  });
}

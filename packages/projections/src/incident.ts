import {
  type Actor,
  incidentAcknowledge,
  incidentAssign,
  incidentCreate,
  incidentReclassify,
  incidentReopen,
  incidentResolve,
  incidentUpdate,
} from "@audit/events";
import { changeIncident } from "./change-incident.ts";
import type { BegunIncident, Incident, IncidentActor } from "./incident-state.ts";
import { defineProjection, type Projection } from "./projection.ts";
import { unlessRefused } from "./unless-refused.ts";

export type { Incident, IncidentActor, IncidentSeverity } from "./incident-state.ts";

/**
 * Gives what an incident is: its title and weight, its phase, who moved it there, and how long people
 * took to acknowledge and to resolve it (ms).
 *
 * Settled by stream order: of two creates, acknowledgements or resolves the first stands; what comes
 * before the create is not taken (the report then says `truncated`); an acknowledgement of what is
 * resolved is not taken; a reopening only counts after a resolve and asks for a new acknowledgement;
 * an update, an assignment and a reclassification count in every phase, and a reclassification whose
 * `from` is not what it weighed counts all the same. Who tried what was not taken is not among its
 * people. A create after a resolve opens another incident in the same stream: the product before kept
 * a monitor's incidents under the monitor's id. Refused attempts change nothing.
 *
 * @example
 * import { incidentCreate, incidentResolve } from "@audit/events";
 * import { at, clock, stream } from "@audit/projections/testing";
 * const events = stream("incident:7", [
 *   at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: ["monitor:1"] }),
 *   at("10:30", incidentResolve, {}, { actor: { id: "ada" } }),
 *   at("10:31", incidentResolve, {}, { actor: { id: "bob" } }),
 * ]);
 * const { state } = replay(incident, events);
 * state.phase === "resolved" && state.resolvedBy.id; // "ada"
 * state.phase === "resolved" && state.timeToResolve; // 1800000
 */
export const incident: Projection<Incident> = defineProjection<Incident>("incident", {
  revision: 2,
  initial: { phase: "none" },
})
  .startsWith(incidentCreate)
  .on(
    incidentCreate,
    unlessRefused((state, { timestamp, actor, metadata }) => {
      if (state.phase === "open" || state.phase === "acknowledged") return state;
      return {
        phase: "open",
        ...metadata,
        openedAt: timestamp,
        openedBy: nameOf(actor),
        people: withPerson({}, actor),
        updates: 0,
        reopened: 0,
      };
    }),
  )
  .on(
    incidentAcknowledge,
    unlessRefused((state, { timestamp, actor }) => {
      if (state.phase !== "open") return state;
      return {
        ...state,
        phase: "acknowledged",
        acknowledgedAt: timestamp,
        acknowledgedBy: nameOf(actor),
        people: withPerson(state.people, actor),
        timeToAcknowledge: state.timeToAcknowledge ?? timestamp - state.openedAt,
      };
    }),
  )
  .on(
    incidentAssign,
    unlessRefused((state, { actor, metadata: { assigneeId: id, assigneeName: name = id } }) => {
      if (state.phase === "none") return state;
      const people = withPerson(withPerson(state.people, actor), { id, name });
      return { ...state, assignee: { id, name }, people };
    }),
  )
  .on(
    incidentReclassify,
    unlessRefused((state, { actor, metadata }) => {
      if (state.phase === "none") return state;
      return { ...state, severity: metadata.to, people: withPerson(state.people, actor) };
    }),
  )
  .on(
    incidentUpdate,
    unlessRefused((state, { actor, metadata }) => {
      if (state.phase === "none") return state;
      const people = withPerson(state.people, actor);
      const updated: BegunIncident = { ...state, people, updates: state.updates + 1 };
      return metadata.changes.reduce<BegunIncident>(changeIncident, updated);
    }),
  )
  .on(
    incidentResolve,
    unlessRefused((state, { timestamp, actor }) => {
      if (state.phase !== "open" && state.phase !== "acknowledged") return state;
      return {
        ...state,
        phase: "resolved",
        resolvedAt: timestamp,
        resolvedBy: nameOf(actor),
        people: withPerson(state.people, actor),
        timeToResolve: timestamp - state.openedAt,
      };
    }),
  )
  .on(
    incidentReopen,
    unlessRefused((state, { actor }) => {
      if (state.phase !== "resolved") return state;
      const {
        acknowledgedAt: _acknowledgedAt,
        acknowledgedBy: _acknowledgedBy,
        resolvedAt: _resolvedAt,
        resolvedBy: _resolvedBy,
        timeToResolve: _timeToResolve,
        ...facts
      } = state;
      const people = withPerson(facts.people, actor);
      return { ...facts, phase: "open", people, reopened: facts.reopened + 1 };
    }),
  );

function nameOf({ id, name }: IncidentActor | Actor): IncidentActor {
  return { id, name };
}

function withPerson(
  people: Readonly<Record<string, string>>,
  { id, name }: IncidentActor,
): Readonly<Record<string, string>> {
  const isKnown = Object.hasOwn(people, id) && people[id] === name;
  return id === "" || isKnown ? people : { ...people, [id]: name };
}

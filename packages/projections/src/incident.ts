import {
  type Actor,
  incidentAcknowledge,
  incidentAssign,
  incidentCreate,
  incidentReclassify,
  incidentReopen,
  incidentResolve,
  incidentUpdate,
  type MetadataOf,
} from "@audit/events";
import { defineProjection, type Projection } from "./projection.ts";
import { unlessRefused } from "./unless-refused.ts";

/** Who did something to an incident. */
export type IncidentActor = Pick<Actor, "id" | "name">;

/** How much an incident weighs. */
export type IncidentSeverity = "minor" | "major" | "critical";

interface IncidentFacts {
  readonly title: string;
  readonly severity: IncidentSeverity;
  readonly monitors: readonly string[];
  /** Ms since epoch, UTC; a reopening does not move it. */
  readonly openedAt: number;
  /** Whose it is to solve; absent while nobody's. */
  readonly assignee?: IncidentActor;
  /** How many updates there were. */
  readonly updates: number;
  /** How often it was reopened. */
  readonly reopened: number;
}

interface Acknowledgement {
  /** Ms since epoch, UTC. */
  readonly acknowledgedAt: number;
  readonly acknowledgedBy: IncidentActor;
}

/** The state of an incident; switch on `phase`. */
export type Incident =
  | { readonly phase: "none" }
  | ({ readonly phase: "open" } & IncidentFacts)
  | ({ readonly phase: "acknowledged" } & IncidentFacts & Acknowledgement)
  | ({
      readonly phase: "resolved";
      /** Ms since epoch, UTC. */
      readonly resolvedAt: number;
      readonly resolvedBy: IncidentActor;
    } & IncidentFacts &
      Partial<Acknowledgement>);

const severities: readonly string[] = ["minor", "major", "critical"] satisfies IncidentSeverity[];

/**
 * Gives what an incident is: its title and weight, its phase, and who moved it there.
 *
 * Settled by stream order: of two creates, acknowledgements or resolves the first stands; what comes
 * before the create is not taken (the report then says `truncated`); an acknowledgement of what is
 * resolved is not taken; a reopening only counts after a resolve and asks for a new acknowledgement;
 * an update, an assignment and a reclassification count in every phase. A create after a resolve opens another incident in the same
 * stream: the product before kept a monitor's incidents under the monitor's id. Refused attempts
 * change nothing.
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
 */
export const incident: Projection<Incident> = defineProjection<Incident>("incident", {
  revision: 1,
  initial: { phase: "none" },
})
  .startsWith(incidentCreate)
  .on(
    incidentCreate,
    unlessRefused((state, { timestamp, metadata }) =>
      state.phase === "none" || state.phase === "resolved"
        ? { phase: "open", ...metadata, openedAt: timestamp, updates: 0, reopened: 0 }
        : state,
    ),
  )
  .on(
    incidentAcknowledge,
    unlessRefused((state, { timestamp, actor }) =>
      state.phase === "open"
        ? {
            ...state,
            phase: "acknowledged",
            acknowledgedAt: timestamp,
            acknowledgedBy: nameOf(actor),
          }
        : state,
    ),
  )
  .on(
    incidentAssign,
    unlessRefused((state, { metadata: { assigneeId: id, assigneeName: name = id } }) =>
      state.phase === "none" ? state : { ...state, assignee: { id, name } },
    ),
  )
  .on(
    incidentReclassify,
    unlessRefused((state, { metadata }) =>
      state.phase === "none" ? state : { ...state, severity: metadata.to },
    ),
  )
  .on(
    incidentUpdate,
    unlessRefused((state, { metadata }) =>
      state.phase === "none"
        ? state
        : metadata.changes.reduce<BegunIncident>(change, { ...state, updates: state.updates + 1 }),
    ),
  )
  .on(
    incidentResolve,
    unlessRefused((state, { timestamp, actor }) =>
      state.phase === "open" || state.phase === "acknowledged"
        ? { ...state, phase: "resolved", resolvedAt: timestamp, resolvedBy: nameOf(actor) }
        : state,
    ),
  )
  .on(
    incidentReopen,
    unlessRefused((state) => {
      if (state.phase !== "resolved") return state;
      const { title, severity, monitors, openedAt, assignee, updates } = state;
      const facts = { title, severity, monitors, openedAt, updates };
      const reopened = state.reopened + 1;
      return { phase: "open", ...facts, ...(assignee && { assignee }), reopened };
    }),
  );

type IncidentChange = MetadataOf<typeof incidentUpdate>["changes"][number];
type BegunIncident = Exclude<Incident, { readonly phase: "none" }>;

function nameOf({ id, name }: Actor): IncidentActor {
  return { id, name };
}

/** Takes a change of what an incident is called or weighs, where its value is of the right kind. */
function change(state: BegunIncident, { field, to }: IncidentChange): BegunIncident {
  if (field === "title" && typeof to === "string") return { ...state, title: to };
  if (field === "severity" && isSeverity(to)) return { ...state, severity: to };
  if (field === "monitors" && isListOfText(to)) return { ...state, monitors: to };
  return state;
}

function isSeverity(value: unknown): value is IncidentSeverity {
  return typeof value === "string" && severities.includes(value);
}

function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

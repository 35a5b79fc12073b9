import type { Actor } from "@audit/events";

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
  readonly openedBy: IncidentActor;
  /** Whose it is to solve; absent while nobody's. */
  readonly assignee?: IncidentActor;
  /** Everyone who moved, changed or was given it: names by ids, as last said. The system is nobody. */
  readonly people: Readonly<Record<string, string>>;
  /** How many updates there were. */
  readonly updates: number;
  /** How often it was reopened. */
  readonly reopened: number;
  /**
   * Ms from the opening to the first acknowledgement; absent while nobody has taken notice. A
   * reopening keeps it, and the acknowledgement that it asks for does not move it.
   */
  readonly timeToAcknowledge?: number;
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
      /** Ms from the opening to this resolve; what lay between a resolve and a reopening is in it. */
      readonly timeToResolve: number;
    } & IncidentFacts &
      Partial<Acknowledgement>);

/** An incident that was created. */
export type BegunIncident = Exclude<Incident, { readonly phase: "none" }>;

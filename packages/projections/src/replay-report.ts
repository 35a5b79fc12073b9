import type { Position, UnknownReason } from "@audit/events";
import type { Gap } from "./gaps.ts";
import type { LateEvent } from "./late-events.ts";

/** An event that the catalog did not understand, so that nothing was done with it. */
export interface UnknownSeen extends Position {
  readonly recordedAction: string;
  readonly reason: UnknownReason;
}

/** An event whose evolve threw; the state stayed as it was. */
export interface InvalidSeen extends Position {
  readonly action: string;
  /** The name of the error, never its message: it may quote metadata. */
  readonly error: string;
}

/** One uid that carries several facts. The one recorded first was taken, `others` were not. */
export interface Conflict extends Position {
  readonly others: readonly { readonly recordedAction: string; readonly recordedAt: number }[];
}

/** Why a state may differ from what all facts would give. */
export type PartialReason = "truncated" | "unknown_events" | "invalid" | "gaps" | "conflicts";

/**
 * What a state rests on. Only events seen count: those up to `at` and known at `knownAt`. Each of
 * them is exactly one of applied, not handled, unknown and invalid.
 */
export interface ReplayReport {
  /** How many events went through an evolve of the projection. */
  readonly applied: number;
  /** How many events have an action that the projection does not handle. */
  readonly notHandled: number;
  readonly unknown: readonly UnknownSeen[];
  readonly invalid: readonly InvalidSeen[];
  /** How many were stored in an older version of their action. */
  readonly upcast: number;
  /** How many deliveries there were beyond the first of each event. */
  readonly copies: number;
  readonly conflicts: readonly Conflict[];
  /** Events recorded after one that happened later, among those seen. */
  readonly late: readonly LateEvent[];
  /**
   * What a writer says it has written and is not here. Events that `without` left out are here: they
   * neither show as gaps nor take back what they say.
   */
  readonly gaps: readonly Gap[];
  /** Events that `without` named and that were left out; in no other count. */
  readonly leftOut: readonly Position[];
  /** What `without` named and is no event seen. */
  readonly notThere: readonly string[];
  readonly first: Position | undefined;
  readonly last: Position | undefined;
  /** `exact` where there are no reasons. */
  readonly exactness: "exact" | "partial";
  readonly reasons: readonly PartialReason[];
}

/** What {@link replay} gives. */
export interface Replayed<State> {
  readonly state: State;
  readonly report: ReplayReport;
}

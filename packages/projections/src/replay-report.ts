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
  readonly gaps: readonly Gap[];
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

/** Gives the report of these findings, with what they mean for exactness. */
export function createReport(
  findings: Omit<ReplayReport, "exactness" | "reasons"> & { readonly truncated: boolean },
): ReplayReport {
  const { truncated, ...counted } = findings;
  const reasons: PartialReason[] = [];
  if (truncated) reasons.push("truncated");
  if (counted.unknown.length > 0) reasons.push("unknown_events");
  if (counted.invalid.length > 0) reasons.push("invalid");
  if (counted.gaps.length > 0) reasons.push("gaps");
  if (counted.conflicts.length > 0) reasons.push("conflicts");
  return Object.freeze({
    ...counted,
    exactness: reasons.length === 0 ? "exact" : "partial",
    reasons: Object.freeze(reasons),
  });
}

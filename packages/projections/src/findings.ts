import type { Position } from "@audit/events";
import { type Gaps, gaps, type SavedGaps } from "./gaps.ts";
import { type LateEvents, lateEvents, type SavedLateEvents } from "./late-events.ts";
import type { Conflict, InvalidSeen, UnknownSeen } from "./replay-report.ts";

/** What a replay has found so far; counted up as it goes. */
export interface Findings {
  applied: number;
  notHandled: number;
  upcast: number;
  copies: number;
  /** Undefined until an event shows whether the stream starts as the projection says. */
  startsWhole: boolean | undefined;
  first: Position | undefined;
  last: Position | undefined;
  readonly unknown: UnknownSeen[];
  readonly invalid: InvalidSeen[];
  readonly conflicts: Conflict[];
  readonly leftOut: Position[];
  readonly late: LateEvents;
  readonly gaps: Gaps;
}

/** Findings to go on from. JSON. */
export interface SavedFindings {
  readonly applied: number;
  readonly notHandled: number;
  readonly upcast: number;
  readonly copies: number;
  readonly startsWhole?: boolean;
  readonly first: Position;
  readonly unknown: readonly UnknownSeen[];
  readonly invalid: readonly InvalidSeen[];
  readonly conflicts: readonly Conflict[];
  readonly late: SavedLateEvents;
  readonly gaps: SavedGaps;
}

/** Gives findings to count up, from none or from where others ended. */
export function startFindings(
  from?: SavedFindings & { readonly last: Position },
  finders: { readonly late?: LateEvents | undefined; readonly gaps?: Gaps | undefined } = {},
): Findings {
  return {
    applied: from?.applied ?? 0,
    notHandled: from?.notHandled ?? 0,
    upcast: from?.upcast ?? 0,
    copies: from?.copies ?? 0,
    startsWhole: from?.startsWhole,
    first: from?.first,
    last: from?.last,
    unknown: from === undefined ? [] : [...from.unknown],
    invalid: from === undefined ? [] : [...from.invalid],
    conflicts: from === undefined ? [] : [...from.conflicts],
    leftOut: [],
    late: finders.late ?? lateEvents(from?.late),
    gaps: finders.gaps ?? gaps(from?.gaps),
  };
}

/** Gives a copy to go on from, which does not change any more; undefined where nothing was seen. */
export function saveFindings(findings: Findings): SavedFindings | undefined {
  const { applied, notHandled, upcast, copies, startsWhole, first, late, gaps } = findings;
  if (first === undefined) return undefined;
  return {
    applied,
    notHandled,
    upcast,
    copies,
    ...(startsWhole === undefined ? {} : { startsWhole }),
    first,
    unknown: [...findings.unknown],
    invalid: [...findings.invalid],
    conflicts: [...findings.conflicts],
    late: late.save(),
    gaps: gaps.save(),
  };
}

/** Gives the place of an event and nothing else of it. */
export function positionOf({ timestamp, uid }: Position): Position {
  return { timestamp, uid };
}

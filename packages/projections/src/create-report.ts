import type { Position } from "@audit/events";
import type { Findings } from "./findings.ts";
import type { Gap } from "./gaps.ts";
import type { LateEvent } from "./late-events.ts";
import type { PartialReason, ReplayReport } from "./replay-report.ts";

/** Gives the report of these findings, with what they mean for exactness. */
export function createReport(
  findings: Findings,
  seen: { readonly gaps: readonly Gap[]; readonly without: ReadonlySet<string> | undefined },
): ReplayReport {
  const { applied, notHandled, upcast, copies, first, last } = findings;
  const { unknown, invalid, conflicts, leftOut } = findings;
  const { gaps, without } = seen;
  const reasons: PartialReason[] = [];
  if (findings.startsWhole === false) reasons.push("truncated");
  if (unknown.length > 0) reasons.push("unknown_events");
  if (invalid.length > 0) reasons.push("invalid");
  if (gaps.length > 0) reasons.push("gaps");
  if (conflicts.length > 0) reasons.push("conflicts");
  return Object.freeze({
    applied,
    notHandled,
    unknown: frozen(unknown),
    invalid: frozen(invalid),
    upcast,
    copies,
    conflicts: frozen(conflicts),
    late: findings.late.list(),
    gaps,
    leftOut: frozen(leftOut),
    notThere: without === undefined ? none : notThere(without, leftOut),
    first,
    last,
    exactness: reasons.length === 0 ? "exact" : "partial",
    reasons: frozen(reasons),
  });
}

/** What there is to say of a stream in which each event was plain. */
export interface PlainFindings {
  readonly applied: number;
  readonly notHandled: number;
  readonly upcast: number;
  readonly late: readonly LateEvent[] | undefined;
  readonly startsWhole: boolean;
  readonly first: Position | undefined;
  readonly last: Position | undefined;
}

/** Gives the report of a stream in which each event was plain: only counts, what came late, and where it begins. */
export function createPlainReport({
  applied,
  notHandled,
  upcast,
  late = none,
  startsWhole,
  first,
  last,
}: PlainFindings): ReplayReport {
  return Object.freeze<ReplayReport>({
    applied,
    notHandled,
    unknown: none,
    invalid: none,
    upcast,
    copies: 0,
    conflicts: none,
    late,
    gaps: none,
    leftOut: none,
    notThere: none,
    first,
    last,
    exactness: startsWhole ? "exact" : "partial",
    reasons: startsWhole ? none : truncated,
  });
}

const truncated: readonly PartialReason[] = Object.freeze(["truncated"] as const);

/** Most lists of a report are empty: one for all, as freezing costs as much as some events. */
const none: readonly never[] = Object.freeze([]);

function frozen<Item>(list: readonly Item[]): readonly Item[] {
  return list.length === 0 ? none : Object.freeze(list);
}

function notThere(without: ReadonlySet<string>, leftOut: readonly Position[]): readonly string[] {
  const found = new Set(leftOut.map(({ uid }) => uid));
  return frozen([...without].filter((uid) => !found.has(uid)));
}

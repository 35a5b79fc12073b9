import type { Findings } from "./findings.ts";
import type { Gap } from "./gaps.ts";
import type { PartialReason, ReplayReport } from "./replay-report.ts";

/** Gives the report of these findings, with what they mean for exactness. */
export function createReport(
  findings: Findings,
  seen: { readonly gaps: readonly Gap[]; readonly without: ReadonlySet<string> | undefined },
): ReplayReport {
  const { applied, notHandled, upcast, copies, first, last } = findings;
  const { unknown, invalid, conflicts, leftOut } = findings;
  const { gaps, without = new Set<string>() } = seen;
  const reasons: PartialReason[] = [];
  if (findings.startsWhole === false) reasons.push("truncated");
  if (unknown.length > 0) reasons.push("unknown_events");
  if (invalid.length > 0) reasons.push("invalid");
  if (gaps.length > 0) reasons.push("gaps");
  if (conflicts.length > 0) reasons.push("conflicts");
  const found = new Set(leftOut.map(({ uid }) => uid));
  return Object.freeze({
    applied,
    notHandled,
    unknown: Object.freeze(unknown),
    invalid: Object.freeze(invalid),
    upcast,
    copies,
    conflicts: Object.freeze(conflicts),
    late: findings.late.list(),
    gaps,
    leftOut: Object.freeze(leftOut),
    notThere: Object.freeze([...without].filter((uid) => !found.has(uid))),
    first,
    last,
    exactness: reasons.length === 0 ? "exact" : "partial",
    reasons: Object.freeze(reasons),
  });
}

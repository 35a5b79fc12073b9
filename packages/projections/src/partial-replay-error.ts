import { AuditError } from "@audit/events";
import type { PartialReason, ReplayReport } from "./replay-report.ts";

/**
 * A strict replay came out partial; `report` says with what.
 *
 * `cause` is the first error that an evolve threw, if one did. It is the projection's own and may
 * quote metadata: look at it, do not log it.
 */
export class PartialReplayError extends AuditError<"partial_replay"> {
  override readonly name = "PartialReplayError";
  readonly reasons: readonly PartialReason[];
  readonly report: ReplayReport;

  constructor(
    facts: { projection: string; of?: string | undefined; report: ReplayReport },
    options?: { readonly cause?: unknown },
  ) {
    const { projection, of, report } = facts;
    const whose = of === undefined ? "" : ` of ${JSON.stringify(of)}`;
    super(
      "partial_replay",
      `Cannot replay "${projection}"${whose} as a strict replay must be exact: current value is partial (${describe(report)})`,
      options,
    );
    this.reasons = report.reasons;
    this.report = report;
  }
}

function describe({ reasons, unknown, invalid, gaps, conflicts }: ReplayReport): string {
  const counts = {
    unknown_events: `unknown_events: ${unknown.length}`,
    invalid: `invalid: ${invalid.length}`,
    gaps: `gaps: ${gaps.length}`,
    conflicts: `conflicts: ${conflicts.length}`,
    truncated: "truncated",
  };
  return reasons.map((reason) => counts[reason]).join(", ");
}

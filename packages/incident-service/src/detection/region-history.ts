import type { CheckResult, CheckStatus } from "../checks/check-result.ts";

/** How many checks of a region are remembered, to find the place of a late one. */
export const rememberedChecks = 100;

/** A remembered check. */
export interface SeenCheck extends CheckResult {
  /** Ordinal of the status event made at it; absent where the status did not change. */
  readonly ordinal?: number;
}

/** A remembered check that changed the region's status. */
export interface StatusChange extends CheckResult {
  readonly ordinal: number;
}

/** What is remembered of one region of a monitor. Plain data. */
export interface RegionHistory {
  readonly region: string;
  /** By timestamp, those of one millisecond in the order in which they came; at most {@link rememberedChecks}. */
  readonly checks: readonly SeenCheck[];
  /** The newest check that is not remembered any more. */
  readonly forgotten?: { readonly timestamp: number; readonly status: CheckStatus };
  /** The newest change, which may be older than what is remembered. */
  readonly lastChange?: StatusChange;
}

/** A history with one check more. */
export interface AddedCheck {
  readonly history: RegionHistory;
  /** The changes of status that were not known before: none, one, or two for a late check. */
  readonly changes: readonly StatusChange[];
  /** Whether the region has a newer check. */
  readonly late: boolean;
}

/**
 * Puts a check in its place and gives the changes of status that follow; pure.
 *
 * Its place is after all others of its timestamp: those of one millisecond count in the order in which
 * they come. A late check that differs from the one before it is a change; so is then the one after it,
 * unless it was a change already. Undefined when the check says nothing new: the last one of its
 * timestamp has its status, so that it is a retry, or its place is forgotten.
 *
 * @param freeOrdinal gives the ordinal for a status event at that time
 */
export function addCheck(
  history: RegionHistory,
  check: CheckResult,
  freeOrdinal: (timestamp: number) => number,
): AddedCheck | undefined {
  const { checks, forgotten, lastChange } = history;
  const { timestamp, status } = check;
  const lastAtTime = atTime(checks, timestamp).at(-1);
  // Where nothing of that millisecond is left, its ordinals are forgotten too.
  const isForgotten = lastAtTime === undefined && forgotten && timestamp <= forgotten.timestamp;
  if (isForgotten || lastAtTime?.status === status) return undefined;

  const place = checks.findLastIndex((seen) => seen.timestamp <= timestamp) + 1;
  const late = place < checks.length;
  if ((checks[place - 1] ?? forgotten)?.status === status)
    return {
      history: trim({ ...history, checks: checks.toSpliced(place, 0, { ...check }) }),
      changes: [],
      late,
    };

  const change: StatusChange = { ...check, ordinal: freeOrdinal(timestamp) };
  const next = checks[place];
  const changes =
    next !== undefined && next.status !== status && isSilent(checks, next.timestamp)
      ? [change, { ...next, ordinal: freeOrdinal(next.timestamp) }]
      : [change];
  return {
    history: trim({
      ...history,
      checks: checks.toSpliced(place, changes.length - 1, ...changes),
      lastChange: changes.reduce(newer, lastChange ?? change),
    }),
    changes,
    late,
  };
}

function atTime(checks: readonly SeenCheck[], timestamp: number): readonly SeenCheck[] {
  return checks.filter((seen) => seen.timestamp === timestamp);
}

// The last change of a millisecond says where it ends; one more would sort after it and say otherwise.
function isSilent(checks: readonly SeenCheck[], timestamp: number): boolean {
  return atTime(checks, timestamp).every(({ ordinal }) => ordinal === undefined);
}

function newer(last: StatusChange, made: StatusChange): StatusChange {
  return made.timestamp >= last.timestamp ? made : last;
}

function trim(history: RegionHistory): RegionHistory {
  const [oldest, ...rest] = history.checks;
  if (oldest === undefined || rest.length < rememberedChecks) return history;
  return {
    ...history,
    checks: rest,
    forgotten: { timestamp: oldest.timestamp, status: oldest.status },
  };
}

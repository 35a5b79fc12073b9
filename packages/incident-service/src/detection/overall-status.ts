import type { CheckStatus } from "../checks/check-result.ts";

/** How long a region's last check speaks for it, in ms, inclusive. */
export const seenWindow = 15 * 60_000;

/** Gives those whose timestamp is within {@link seenWindow} of `now`. */
export function seenAt<Check extends { readonly timestamp: number }>(
  checks: readonly Check[],
  now: number,
): readonly Check[] {
  return checks.filter(({ timestamp }) => now - timestamp <= seenWindow);
}

/**
 * Gives the status of a whole monitor from the last checks of the regions that were seen.
 *
 * Down when more than half of them are down, degraded when any of them is not up, else up.
 */
export function overallStatus(seen: readonly { readonly status: CheckStatus }[]): CheckStatus {
  const down = seen.filter(({ status }) => status === "down").length;
  if (down * 2 > seen.length) return "down";
  return seen.every(({ status }) => status === "up") ? "up" : "degraded";
}

import type { Clock } from "./clock.ts";
import type { RequestBudget } from "./request-budget.ts";

/**
 * Resolves when a request may go out: with nothing, or at once with the ms until one may when that
 * would not be before `end`. Resolves early when the signal is aborted.
 */
export async function waitForTurn(
  budget: RequestBudget,
  clock: Clock,
  datasource: string | undefined,
  end: number,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  while (!signal?.aborted) {
    const now = clock.now();
    const moment = budget.reserve(datasource, now, end);
    if (moment >= end) return moment - now;
    if (moment > now) await clock.sleep(moment - now, signal);
    // While it slept an answer may have said that nothing more is taken.
    if (budget.pausedUntil(datasource) <= clock.now()) return undefined;
  }
  return undefined;
}

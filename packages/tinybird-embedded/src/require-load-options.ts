import type { QueryLimits } from "./query/query-limits.ts";
import { StartError } from "./start-error.ts";

/** The options that bound what requests may use. */
export interface LoadOptions {
  readonly reads: number;
  readonly queuedReads: number;
  readonly bodyLimit: number;
  readonly partitionsPerInsert: number;
  readonly queryLimits: QueryLimits;
}

/** What a limit must be between. Nought would mean "none" to ClickHouse, which nobody who writes it may mean. */
const bounds: Readonly<Record<string, readonly [least: number, most: number]>> = {
  // Each takes a thread.
  reads: [1, 256],
  queuedReads: [0, Number.MAX_SAFE_INTEGER],
  // More are refused by ClickHouse.
  partitionsPerInsert: [1, 100],
  "queryLimits.seconds": [1, 86_400],
};

/**
 * Lets limits pass that a server can keep.
 *
 * @throws {StartError} `option_invalid` that names the first one that is no whole number, or too small or large.
 */
export function requireLoadOptions({ queryLimits, ...options }: LoadOptions): void {
  const limits = Object.entries(queryLimits).map(([name, value]) => [`queryLimits.${name}`, value]);
  for (const [option, value] of [...Object.entries(options), ...limits]) {
    const [least, most] = bounds[String(option)] ?? [1, Number.MAX_SAFE_INTEGER];
    if (Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most) continue;
    const reason = `it must be a whole number from ${least} to ${most}: current value is ${value}`;
    throw new StartError({ code: "option_invalid", option: String(option), reason });
  }
}

import { assertPositive } from "./assert-option.ts";

/** How long to wait for Tinybird, in ms. */
export interface Deadlines {
  /** @defaultValue 2,000 */
  readonly append?: number | undefined;
  /** @defaultValue 30,000 */
  readonly query?: number | undefined;
}

/**
 * Gives both deadlines.
 *
 * @throws {InvalidOptionError} when one is no whole number of ms
 */
export function assertDeadlines({ append, query }: Deadlines): { append: number; query: number } {
  return {
    append: assertPositive("deadlines.append", append ?? 2_000),
    query: assertPositive("deadlines.query", query ?? 30_000),
  };
}

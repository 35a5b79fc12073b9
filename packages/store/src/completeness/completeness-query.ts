import { assertMethods } from "../assert-option.ts";
import { assertLimit, assertMoment } from "../assert-readable.ts";
import { assertSignal } from "../range-query.ts";
import { InvalidReadError } from "../store-error.ts";
import { visibilityLag } from "../tail/tail-options.ts";
import type { CompletenessOptions, ReadableSpool } from "./completeness-options.ts";

const day = 86_400_000;
const maxWriters = 1_000;

/** What is asked for, checked. */
export interface CompletenessQuery {
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  readonly spool?: ReadableSpool;
  readonly signal?: AbortSignal;
}

/** Which deliveries to look at, and how many writers to list. */
export interface CompletenessWindow {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/**
 * Gives what is asked for, after a look at it.
 *
 * @throws {InvalidReadError} naming the option and what must hold
 * @throws {InvalidOptionError} when the spool is none
 */
export function completenessQuery(options: CompletenessOptions): CompletenessQuery {
  if (typeof options !== "object" || options === null)
    throw new InvalidReadError("options", "be an object");
  const { from, to, limit = 100, spool, signal } = options;
  const query: CompletenessQuery = {
    ...(from !== undefined && { from: assertMoment("from", from) }),
    ...(to !== undefined && { to: assertMoment("to", to) }),
    limit: assertLimit(limit, maxWriters),
    ...(spool !== undefined && { spool: assertMethods("spool", spool, ["state"], "have state") }),
    ...(signal !== undefined && { signal: assertSignal(signal) }),
  };
  if (query.from !== undefined && query.to !== undefined && query.from > query.to)
    throw new InvalidReadError("from", "not be after to");
  return query;
}

/**
 * Gives the window that is asked for, at a time of the store.
 *
 * @throws {InvalidReadError} when it begins after it ends
 */
export function windowAt({ from, to, limit }: CompletenessQuery, now: number): CompletenessWindow {
  const last = to ?? now - visibilityLag;
  const first = from ?? last - day;
  if (first > last)
    throw new InvalidReadError("from", `be at least ${visibilityLag} ms ago, or come with to`);
  return { from: first, to: last, limit };
}

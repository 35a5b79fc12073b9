import { assertLimit, assertNonEmptyText, assertText } from "../assert-readable.ts";
import { InvalidReadError } from "../store-error.ts";
import type { QueryParameters } from "../transport.ts";
import type { AnalyticsOptions, FeedOptions } from "./analytics-options.ts";

/**
 * Gives what every endpoint of the dashboard takes.
 *
 * @throws {InvalidReadError} naming the option and what must hold
 */
export function analyticsParameters({ workspaceId, from, to }: AnalyticsOptions): QueryParameters {
  const bounds = { start_date: dateOf("from", from), end_date: dateOf("to", to) };
  if (from !== undefined && to !== undefined && from > to)
    throw new InvalidReadError("from", "be at most to");
  return given({
    workspace_id: workspaceId === undefined ? undefined : assertText("workspaceId", workspaceId),
    ...bounds,
  });
}

/** Gives what the feed takes. */
export function feedParameters(options: FeedOptions): QueryParameters {
  const { action, actionLike, page = 0, pageSize = 100 } = options;
  if (!Number.isSafeInteger(page) || page < 0)
    throw new InvalidReadError("page", "be a whole number from 0");
  const page_size = assertLimit(pageSize, 1000, "pageSize");
  if (page * page_size > 0x7fff_ffff)
    throw new InvalidReadError("page", "lead to an event before the 2147483647th");
  return given({
    ...analyticsParameters(options),
    event_exact: action === undefined ? undefined : named("action", action),
    event_like: actionLike === undefined ? undefined : named("actionLike", actionLike),
    page,
    page_size,
  });
}

function named(option: string, value: unknown): string {
  return assertNonEmptyText(option, value, "be a text, not empty");
}

// What a DateTime of ClickHouse holds.
const last = 4_294_967_295_999;

/** Gives the second that holds a moment, as the endpoints read it. */
function dateOf(option: string, ms: unknown): string | undefined {
  if (ms === undefined) return undefined;
  if (typeof ms !== "number" || !Number.isSafeInteger(ms) || ms < 0 || ms > last)
    throw new InvalidReadError(option, `be ms since epoch, from 0 to ${last}`);
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

function given(parameters: Record<string, string | number | undefined>): QueryParameters {
  const entries = Object.entries(parameters).filter(([, value]) => value !== undefined);
  // Safe: those without a value are gone.
  return Object.fromEntries(entries) as QueryParameters;
}

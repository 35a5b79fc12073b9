import type { Context } from "hono";
import { RequestError } from "../request-error.ts";
import type { Rate, RequestRate } from "./request-rate.ts";

/**
 * Counts a request of a data source, and tells its client by the headers `X-RateLimit-*` what is left.
 *
 * @throws {RequestError} 429 with `Retry-After` if nothing was.
 */
export function limitRate(context: Context, rate: RequestRate, datasource: string): void {
  const taken = rate.take(datasource);
  setRateHeaders(context, taken);
  if (taken.allowed) return;
  throw new RequestError(
    429,
    `Cannot take more requests for "${datasource}" as it may have ${taken.limit} a second`,
  );
}

/** Tells a client what is left of its rate, and when to come back if nothing is. */
export function setRateHeaders(context: Context, rate: Rate): void {
  const seconds = String(Math.ceil(rate.resetMilliseconds / 1_000));
  context.header("x-ratelimit-limit", String(rate.limit));
  context.header("x-ratelimit-remaining", String(rate.remaining));
  context.header("x-ratelimit-reset", seconds);
  if (!rate.allowed) context.header("retry-after", seconds);
}

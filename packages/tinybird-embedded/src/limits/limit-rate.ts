import type { Context } from "hono";
import { RequestError } from "../request-error.ts";
import type { RequestRate } from "./request-rate.ts";

/**
 * Counts a request of a data source, and tells its client by the headers `X-RateLimit-*` what is left.
 *
 * @throws {RequestError} 429 with `Retry-After` if nothing was.
 */
export function limitRate(context: Context, rate: RequestRate, datasource: string): void {
  const { allowed, limit, remaining, resetMilliseconds } = rate.take(datasource);
  const seconds = String(Math.ceil(resetMilliseconds / 1_000));
  context.header("x-ratelimit-limit", String(limit));
  context.header("x-ratelimit-remaining", String(remaining));
  context.header("x-ratelimit-reset", seconds);
  if (allowed) return;
  context.header("retry-after", seconds);
  throw new RequestError(
    429,
    `Cannot take more requests for "${datasource}" as it may have ${limit} a second`,
  );
}

import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import { RequestError } from "../request-error.ts";

/** Turns ClickHouse's refusal of a query into the answer to the request; gives anything else back as it is. */
export function queryError(cause: unknown): unknown {
  if (!(cause instanceof ClickhouseError)) return cause;
  return new RequestError(statusOf(cause.number), `[Error] ${cause.reason}`, { cause });
}

function statusOf(number: number | undefined): ContentfulStatusCode {
  switch (number) {
    case 159: // TIMEOUT_EXCEEDED
      return 408;
    case undefined:
    case 49: // LOGICAL_ERROR
    case 1001: // STD_EXCEPTION
    case 1002: // UNKNOWN_EXCEPTION
      return 500;
    default:
      return 400;
  }
}

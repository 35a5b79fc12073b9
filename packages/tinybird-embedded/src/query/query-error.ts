import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import { ReadRefusedError } from "../engine/read-refused-error.ts";
import { RequestError } from "../request-error.ts";
import type { QueryLimits } from "./query-limits.ts";

/**
 * Turns the refusal of a query into the answer to the request; gives anything else back as it is.
 *
 * @param limits Those that the query ran with: the answer names the one that was passed.
 */
export function queryError(cause: unknown, limits?: QueryLimits): unknown {
  if (cause instanceof ReadRefusedError) {
    // The one that Tinybird documents for too many requests, and that its clients try again.
    return new RequestError(429, `[Error] ${cause.message}`, { cause });
  }
  if (!(cause instanceof ClickhouseError)) return cause;
  const passed = limits && passedLimit(cause);
  const value = passed && limits[passed];
  const named = value === undefined ? "" : ` The server's limit "${passed}" is ${value}.`;
  return new RequestError(statusOf(cause.number), `[Error] ${cause.reason}${named}`, { cause });
}

function passedLimit({ number, reason }: ClickhouseError): keyof QueryLimits | undefined {
  switch (number) {
    case 158: // TOO_MANY_ROWS
      return "readRows";
    case 159: // TIMEOUT_EXCEEDED
      return "seconds";
    case 241: // MEMORY_LIMIT_EXCEEDED, which may be that of the whole server, too
      return reason.startsWith("Query memory limit") ? "memoryBytes" : undefined;
    case 396: // TOO_MANY_ROWS_OR_BYTES
      return reason.includes("max rows") ? "resultRows" : "resultBytes";
    default:
      return undefined;
  }
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

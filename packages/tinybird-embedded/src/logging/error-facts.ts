import { EmbeddedError } from "../embedded-error.ts";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import { RequestError } from "../request-error.ts";

/** What may be logged of an error: never its message, which may quote a row, a parameter or a statement. */
export interface ErrorFacts {
  readonly error: string;
  /** ClickHouse's own number of the error. */
  readonly clickhouse?: number;
  /** Of the operating system, such as ENOSPC. */
  readonly code?: string;
  /** Where in the code it was thrown; not for errors thrown on purpose. */
  readonly at?: readonly string[];
}

/** Gives what may be logged of an error, or of what it was thrown for. */
export function errorFacts(cause: unknown): ErrorFacts {
  if (cause instanceof RequestError && cause.cause !== undefined) return errorFacts(cause.cause);
  if (!(cause instanceof Error)) return { error: typeof cause };
  // Not its own name field: anything may have written there.
  const error = cause.constructor.name;
  if (cause instanceof ClickhouseError) {
    return cause.number === undefined ? { error } : { error, clickhouse: cause.number };
  }
  if (cause instanceof EmbeddedError) return { error };
  const code = "code" in cause ? String(cause.code) : "";
  return { error, ...(/^[A-Z_]{1,40}$/.test(code) ? { code } : {}), at: frames(cause) };
}

function frames({ stack = "", message }: Error): readonly string[] {
  // A message may have lines that look like frames.
  const end = stack.indexOf(message) + message.length;
  const below = stack.includes(message) ? stack.slice(end).split("\n") : [];
  return below
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .slice(0, 8);
}

import { AuditError } from "@audit/events";
import { z } from "zod";
import { assertMethods, assertPositive } from "./assert-option.ts";
import {
  DeadlineError,
  RefusedError,
  UnavailableError,
  UnexpectedAnswerError,
  UnreachableError,
  WrongTokenError,
} from "./store-error.ts";
import type { Transport } from "./transport.ts";

/**
 * The part of `@chronark/zod-bird`'s `Tinybird` that is used. Written out, as its own types need the
 * DOM library; its methods take `never`, so that any release of it and of zod fits.
 */
export interface ZodBirdClient {
  buildIngestEndpoint(
    request: never,
  ): (rows: never) => Promise<{ successful_rows: number; quarantined_rows: number }>;
  buildPipe(request: never): (parameters: never) => Promise<{ data: unknown[] }>;
}

/** How long to wait for Tinybird, in ms. */
export interface Deadlines {
  /** @defaultValue 2,000 */
  readonly append?: number | undefined;
  /** @defaultValue 30,000 */
  readonly query?: number | undefined;
}

/**
 * Gives a transport on a zod-bird client, which is how the original interface is served.
 *
 * Waits for Tinybird's acknowledgement of every append. The client retries 429 and 5xx by itself for
 * some 24 s, also after the deadline here has passed: an append whose deadline passed may still
 * arrive. Its errors carry no status, so they are told apart by their texts (release 1.0).
 *
 * Rows are validated before they come here; the client gets schemas that let everything through.
 *
 * @throws {InvalidOptionError} when `tb` is no such client or a deadline is no whole number of ms
 */
export function zodBirdTransport(tb: ZodBirdClient, deadlines: Deadlines = {}): Transport {
  const append = assertPositive("deadlines.append", deadlines.append ?? 2_000);
  const query = assertPositive("deadlines.query", deadlines.query ?? 30_000);
  assertMethods(
    "tb",
    tb,
    ["buildIngestEndpoint", "buildPipe"],
    "be a Tinybird of @chronark/zod-bird",
  );
  return {
    async ingest(datasource, rows) {
      const asked = `append to "${datasource}"`;
      const ingest = tb.buildIngestEndpoint(
        // Safe: this is the request that zod-bird documents; `never` only keeps its types out of ours.
        { datasource, event: z.any(), wait: true } as never,
      );
      // Safe: rows are what the schema above lets through.
      const answer = await within(append, asked, () => ingest(rows as never));
      return { successfulRows: answer.successful_rows, quarantinedRows: answer.quarantined_rows };
    },
    async query(pipe, parameters) {
      const ask = tb.buildPipe(
        // Safe: as above.
        { pipe, parameters: z.any(), data: z.any() } as never,
      );
      // Safe: as above.
      const answer = await within(query, `read from "${pipe}"`, () => ask(parameters as never));
      return answer.data;
    },
  };
}

async function within<Answer>(
  deadline: number,
  asked: string,
  call: () => Promise<Answer>,
): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(asked, deadline)), deadline);
  });
  try {
    return await Promise.race([call(), late]);
  } catch (error) {
    throw error instanceof AuditError ? error : explain(asked, error);
  } finally {
    clearTimeout(timer);
  }
}

function explain(asked: string, error: unknown): AuditError {
  const message = error instanceof Error ? error.message : String(error);
  if (message === "Unauthorized" || message.endsWith(": Unauthorized"))
    return new WrongTokenError(asked, error);
  if (message.endsWith("fetch failed") || message.endsWith("terminated"))
    return new UnreachableError(asked, error);
  // The texts of a JSON parser and of zod quote what came: they are not repeated.
  if (error instanceof SyntaxError || /Unexpected (token|end|non-whitespace)/.test(message))
    return new UnexpectedAnswerError(asked, "be JSON");
  // After its last try the client hands `undefined` to its own schema.
  if (/^\[.*"path": *\[\].*received undefined/s.test(message))
    return new UnavailableError(asked, error);
  if (message.startsWith("["))
    return new UnexpectedAnswerError(asked, "have the shape that Tinybird gives it");
  return new RefusedError(asked, message, error);
}

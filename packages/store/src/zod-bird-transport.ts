import { AuditError } from "@audit/events";
import { z } from "zod";
import { assertMethods } from "./assert-option.ts";
import {
  AbortedError,
  DeadlineError,
  RefusedError,
  UnavailableError,
  UnexpectedAnswerError,
  UnreachableError,
  WrongTokenError,
} from "./call-error.ts";
import { assertDeadlines, type Deadlines } from "./deadlines.ts";
import { onAbort } from "./on-abort.ts";
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

/**
 * Gives a transport on a zod-bird client, which is how the original interface is served.
 *
 * Waits for Tinybird's acknowledgement of every append. The client retries 429 and 5xx by itself for
 * some 24 s, also after the deadline here has passed: an append whose deadline passed may still
 * arrive, and so may one whose `signal` was aborted, as the client cannot be stopped. Its errors carry
 * no status, so they are told apart by their texts (release 1.0).
 *
 * Rows are validated before they come here; the client gets schemas that let everything through.
 *
 * @throws {InvalidOptionError} when `tb` is no such client or a deadline is no whole number of ms
 */
export function zodBirdTransport(tb: ZodBirdClient, deadlines: Deadlines = {}): Transport {
  const { append, query } = assertDeadlines(deadlines);
  assertMethods(
    "tb",
    tb,
    ["buildIngestEndpoint", "buildPipe"],
    "be a Tinybird of @chronark/zod-bird",
  );
  return {
    appendDeadline: append,
    async ingest(datasource, rows, options) {
      const asked = `append to "${datasource}"`;
      const ingest = tb.buildIngestEndpoint(
        // Safe: this is the request that zod-bird documents; `never` only keeps its types out of ours.
        { datasource, event: z.any(), wait: true } as never,
      );
      // Safe: rows are what the schema above lets through.
      const answer = await within(append, asked, options?.signal, () => ingest(rows as never));
      return { successfulRows: answer.successful_rows, quarantinedRows: answer.quarantined_rows };
    },
    async query(pipe, parameters, options) {
      const ask = tb.buildPipe(
        // Safe: as above.
        { pipe, parameters: z.any(), data: z.any() } as never,
      );
      const answer = await within(query, `read from "${pipe}"`, options?.signal, () =>
        // Safe: as above.
        ask(parameters as never),
      );
      return answer.data;
    },
  };
}

async function within<Answer>(
  deadline: number,
  asked: string,
  signal: AbortSignal | undefined,
  call: () => Promise<Answer>,
): Promise<Answer> {
  if (signal?.aborted) throw new AbortedError(asked, { cause: signal.reason, fate: "not_done" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let callOff = () => {};
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(asked, deadline)), deadline);
    callOff = onAbort(signal, () => reject(new AbortedError(asked, { cause: signal?.reason })));
  });
  try {
    return await Promise.race([call(), ended]);
  } catch (error) {
    throw error instanceof AuditError ? error : explain(asked, error);
  } finally {
    clearTimeout(timer);
    callOff();
  }
}

function explain(asked: string, error: unknown): AuditError {
  const message = error instanceof Error ? error.message : String(error);
  if (message === "Unauthorized" || message.endsWith(": Unauthorized"))
    return new WrongTokenError(asked, { cause: error });
  if (message.endsWith("fetch failed") || message.endsWith("terminated"))
    return new UnreachableError(asked, { cause: error });
  // The texts of a JSON parser and of zod quote what came: they are not repeated.
  if (error instanceof SyntaxError || /Unexpected (token|end|non-whitespace)/.test(message))
    return new UnexpectedAnswerError(asked, "be JSON");
  // After its last try the client hands `undefined` to its own schema.
  if (/^\[.*"path": *\[\].*received undefined/s.test(message))
    return new UnavailableError(asked, { cause: error });
  if (message.startsWith("["))
    return new UnexpectedAnswerError(asked, "have the shape that Tinybird gives it");
  return new RefusedError(asked, message, { cause: error });
}

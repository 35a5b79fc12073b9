import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { type ErrorFacts, errorFacts } from "./error-facts.ts";
import { notesOf, type RequestNotes } from "./request-notes.ts";

/** From here on a request is slow. */
const slowMilliseconds = 3_000;

/**
 * Logs each request of a server when its connection is done with it: `info`, `warn` when it was slow or a materialized
 * view could not take its rows, `error` when it failed here.
 *
 * @param now Milliseconds of a clock that never goes back.
 */
export function logRequests(
  server: Server,
  log: Logger,
  now: () => number = () => performance.now(),
): void {
  server.prependListener("request", (request: IncomingMessage, response: ServerResponse) => {
    const start = now();
    const { socket } = request;
    const writtenBefore = socket.bytesWritten;
    response.once("close", () => {
      const { cause, ...notes } = notesOf(request);
      const status = response.statusCode;
      const milliseconds = now() - start;
      const facts = cause === undefined ? undefined : errorFacts(cause);
      log[levelOf(status, milliseconds, notes, facts)](
        {
          method: request.method,
          ...notes,
          status,
          milliseconds: Math.round(milliseconds),
          ...bodyBytes(request),
          bytesOut: socket.bytesWritten - writtenBefore,
          ...(response.writableFinished ? {} : { cutOff: true }),
          ...facts,
        },
        "request",
      );
    });
  });
}

function levelOf(
  status: number,
  milliseconds: number,
  { route }: RequestNotes,
  facts: ErrorFacts | undefined,
) {
  // What has no route by then was refused as the server is stopping, which is no failure.
  if (status >= 500 && route !== undefined) return "error";
  const viewFailed = status === 422 && facts?.clickhouse !== undefined;
  if (viewFailed || milliseconds >= slowMilliseconds) return "warn";
  // Somebody's probe asks every few seconds.
  return route === "/health" ? "debug" : "info";
}

/** A chunked body does not say its size beforehand. */
function bodyBytes({ headers }: IncomingMessage) {
  const declared = headers["content-length"];
  return declared === undefined ? {} : { bytesIn: Number(declared) };
}

import type { CallOptions, IngestAnswer, Transport } from "../transport.ts";
import { callTinybird } from "./call-tinybird.ts";
import { assertFetchOptions, type FetchTransportOptions } from "./fetch-options.ts";
import { readIngestAnswer, readQueryAnswer } from "./read-answer.ts";
import { safeWords } from "./safe-words.ts";
import { ingestRequest, queryRequest } from "./tinybird-request.ts";

/**
 * Gives a transport on the runtime's own `fetch`, in Node and on an edge runtime.
 *
 * An append resolves when Tinybird has acknowledged it. 429, 500, 502, 503, 504, a broken connection
 * and a try that took too long are tried again: after the time that the answer names (`Retry-After`,
 * after 429 else `X-RateLimit-Reset`), and a random one with a bound that doubles, from 200 ms to 3 s. A
 * wait that would not end before the deadline is not begun. What is tried again may arrive twice: rows
 * must have a `uid`, by which a reader drops doubles, as those of {@link TinybirdEventStore} do.
 *
 * No more than `requestsPerSecond` go to a data source. After a 429 nothing leaves this transport
 * before the time it names, and after an answer that leaves nothing (`X-RateLimit-Remaining: 0`)
 * nothing for the same data source before the next window; each at most 5 minutes. Use one transport
 * for all of a process.
 *
 * A deadline and an aborted `signal` end the request itself. Redirects are not followed. Calls reject
 * with a {@link CallError}: `fate` says whether the call may have been carried out, `retryAfter` in
 * how many ms to come again. Rows, parameters, the URL and the token are in no message; Tinybird's words are
 * where an endpoint refuses, each parameter's value replaced by its name. In a `cause` the runtime
 * speaks: in some, it names the URL with its parameters.
 *
 * @throws {InvalidOptionError} when an option is wrong, naming it
 *
 * @example
 * const transport = fetchTransport({ url: baseUrl, token });
 * const store = new TinybirdEventStore({ transport });
 * await store.append({ id: "monitor:1", action: "monitor.delete", metadata: {} });
 *
 * const signal = AbortSignal.timeout(1_000);
 * await transport.query("endpoint_audit_log", { workspace_id: "", event_id: "m:1" }, { signal });
 */
export function fetchTransport(options: FetchTransportOptions): Transport {
  const settings = assertFetchOptions(options);
  const { deadlines, timeouts, token } = settings;
  const ingestLines = async (
    datasource: string,
    lines: readonly string[],
    { signal, onRetry }: CallOptions = {},
  ): Promise<IngestAnswer> => {
    if (lines.length === 0) return { successfulRows: 0, quarantinedRows: 0 };
    const call = {
      what: `append to "${datasource}"`,
      request: ingestRequest(settings, datasource, lines),
      datasource,
      deadline: deadlines.append,
      timeout: timeouts.append,
      signal,
      onRetry,
      read: readIngestAnswer,
      // They may quote a row.
      safeWords: () => undefined,
    };
    return callTinybird(call, settings);
  };
  const ingest: Transport["ingest"] = async (datasource, rows, options) =>
    ingestLines(
      datasource,
      rows.map((row) => JSON.stringify(row)),
      options,
    );
  return {
    appendDeadline: deadlines.append,
    ingest: Object.assign(ingest, { lines: ingestLines }),
    async query(pipe, parameters, { signal, onRetry } = {}) {
      const call = {
        what: `read from "${pipe}"`,
        request: queryRequest(settings, pipe, parameters),
        deadline: deadlines.query,
        timeout: timeouts.query,
        signal,
        onRetry,
        read: readQueryAnswer,
        safeWords: (words: string) => safeWords(words.replaceAll(token, "<token>"), parameters),
      };
      return callTinybird(call, settings);
    },
  };
}

import type { QueryParameters } from "../transport.ts";
import type { TinybirdRequest } from "./send-try.ts";

/** Where Tinybird is, and who asks. */
export interface Address {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
}

// Proxies and servers take URLs of 8 kB at least, with the headers in it.
const longestQuery = 2_000;

/** Gives the request that appends rows, each a line of JSON, and asks for their acknowledgement. */
export function ingestRequest(
  { url, token }: Address,
  datasource: string,
  lines: readonly string[],
): TinybirdRequest {
  return {
    url: `${url}/v0/events?name=${encodeURIComponent(datasource)}&wait=true`,
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/x-ndjson" },
    body: lines.join("\n"),
  };
}

/** Gives the request that runs a pipe's endpoint: a POST with a form where its URL would be long. */
export function queryRequest(
  { url, token }: Address,
  pipe: string,
  parameters: QueryParameters,
): TinybirdRequest {
  const endpoint = `${url}/v0/pipes/${encodeURIComponent(pipe)}.json`;
  const headers = { Authorization: `Bearer ${token}` };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) form.set(name, String(value));
  const query = form.toString();
  if (query === "") return { url: endpoint, method: "GET", headers };
  if (query.length <= longestQuery) return { url: `${endpoint}?${query}`, method: "GET", headers };
  return {
    url: endpoint,
    method: "POST",
    headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" },
    body: query,
  };
}

import type { QueryResult } from "../engine/result-file.ts";

/** Answers with the result of a query. It is whole, so a client can tell an answer that was cut off by its length. */
export function resultResponse({ size, body }: QueryResult, contentType: string): Response {
  const headers = { "content-type": contentType, "content-length": String(size) };
  return new Response(body, { headers });
}

import type { IncomingMessage } from "node:http";
import type { Context } from "hono";
import type { QueryResult, ResultFile } from "../engine/result-file.ts";

const files = new WeakMap<IncomingMessage, ResultFile>();

/**
 * Answers with the result of a query. It is whole, so a client can tell an answer that was cut off by its length.
 *
 * A large one has no body here: who sends the answer takes the file.
 */
export function resultResponse(
  { env }: Context,
  { size, body }: QueryResult,
  contentType: string,
): Response {
  const headers = { "content-type": contentType, "content-length": String(size) };
  if (body instanceof Uint8Array) return new Response(body, { headers });
  files.set(env.incoming, body);
  return new Response(null, { headers });
}

/** Gives the file that the answer to a request has for a body, for the caller to send or close; once. */
export function takeResultFile(request: IncomingMessage): ResultFile | undefined {
  const file = files.get(request);
  files.delete(request);
  return file;
}

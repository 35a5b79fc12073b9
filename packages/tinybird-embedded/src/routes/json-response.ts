/** Answers with JSON that is written already. */
export function jsonResponse(json: Buffer): Response {
  const headers = { "content-type": "application/json; charset=utf-8" };
  return new Response(new Uint8Array(json), { headers });
}

import { readBody } from "../ingest/read-body.ts";
import { RequestError } from "../request-error.ts";

/** What a request about tokens says. */
export interface TokenRequest {
  /** Of the query string and of a form body. */
  readonly parameters: URLSearchParams;
  /** A JSON body; `undefined` if there is none. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads what a request about tokens says.
 *
 * @throws {RequestError} 400 if its body is called JSON and is no JSON object.
 */
export async function readTokenRequest(request: Request, limit: number): Promise<TokenRequest> {
  const parameters = new URL(request.url).searchParams;
  const body = await readBody(request, limit);
  if (!/\bjson\b/i.test(request.headers.get("content-type") ?? "") || body.trim() === "") {
    for (const [name, value] of new URLSearchParams(body)) parameters.append(name, value);
    return { parameters, json: undefined };
  }
  const json = parse(body);
  if (typeof json === "object" && json !== null && !Array.isArray(json)) {
    return { parameters, json: { ...json } };
  }
  throw new RequestError(400, "Cannot read the body as it must be a JSON object");
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Without the cause, which repeats what was sent.
    return undefined;
  }
}

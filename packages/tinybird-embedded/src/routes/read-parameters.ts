import { arrayElements, objectMembers } from "../ingest/extract-values.ts";
import { readJsonString } from "../ingest/json-string.ts";
import { readBody } from "../ingest/read-body.ts";
import type { Parameters } from "../query/render-sql.ts";
import { RequestError } from "../request-error.ts";

/** Parameters that Tinybird keeps for itself. `q` and `format` would change the answer: they are refused. */
const reserved = new Set(["token"]);
const refused = new Set(["q", "format"]);

/**
 * Reads the parameters of a request from its query string and, for POST, its form or JSON body, which wins.
 *
 * A key that comes more than once, and a JSON list, give a list.
 *
 * @throws {RequestError} 400 if the body is not what its Content-Type says, or a reserved parameter is used.
 */
export async function readParameters(request: Request, bodyLimit: number): Promise<Parameters> {
  const parameters = new Map<string, string | readonly string[]>();
  join(new URL(request.url).searchParams, parameters);
  if (request.method === "POST") {
    const body = await readBody(request, bodyLimit);
    const type = request.headers.get("content-type") ?? "";
    if (/\bjson\b/i.test(type)) readJson(body, parameters);
    else join(new URLSearchParams(body), parameters);
  }
  for (const name of refused) {
    if (parameters.has(name)) {
      throw new RequestError(
        400,
        `Cannot run the pipe with "${name}" as this server has no such parameter`,
      );
    }
  }
  for (const name of reserved) parameters.delete(name);
  return Object.fromEntries(parameters);
}

function join(from: URLSearchParams, into: Map<string, string | readonly string[]>): void {
  for (const name of new Set(from.keys())) {
    const values = from.getAll(name);
    into.set(name, values.length === 1 ? (values[0] ?? "") : values);
  }
}

function readJson(body: string, into: Map<string, string | readonly string[]>): void {
  const text = body.trim();
  if (text === "") return;
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new RequestError(400, "Cannot read the body as it must be JSON", { cause });
  }
  if (!text.startsWith("{")) {
    throw new RequestError(400, "Cannot read the parameters as the body must be a JSON object");
  }
  for (const [name, value] of objectMembers(text)) {
    if (value === "null") into.delete(name);
    else into.set(name, value.startsWith("[") ? arrayElements(value).map(plain) : plain(value));
  }
}

/** Text of a value as a query string would have it. Numbers stay as written, with all their digits. */
function plain(value: string): string {
  return value.startsWith('"') ? readJsonString(value) : value;
}

import { arrayElements, objectMembers } from "../ingest/extract-values.ts";
import { readJsonString } from "../ingest/json-string.ts";
import { readBody } from "../ingest/read-body.ts";
import type { Parameters } from "../query/render-sql.ts";
import { RequestError } from "../request-error.ts";

/** What a request says. */
export interface RequestParameters {
  readonly parameters: Parameters;
  /** A statement that is the body as it stands, not one of its parameters. */
  readonly statement?: string;
}

/** Begins a statement and, for what is behind it, no form. */
const beginsStatement = /^\s*(%(?![0-9a-f]{2})|SELECT\s|WITH\s|\(|--|\/\*)/i;
const beginsForm = /^[^\s=&]+=/;

/**
 * Reads the parameters of a request from its query string and, for POST, its form or JSON body, which wins.
 *
 * A key that comes more than once, and a JSON list, give a list. A body that is neither is a statement, also when it is
 * called a form, as curl does unless it is told otherwise.
 *
 * @throws {RequestError} 400 if the body is not what its Content-Type says.
 */
export async function readParameters(
  request: Request,
  bodyLimit: number,
): Promise<RequestParameters> {
  const parameters = new Map<string, string | readonly string[]>();
  join(new URL(request.url).searchParams, parameters);
  const body = request.method === "POST" ? await readBody(request, bodyLimit) : "";
  const type = request.headers.get("content-type") ?? "";
  const isJson = /\bjson\b/i.test(type);
  const isText = /^text\//i.test(type) && !beginsForm.test(body);
  const isStatement = !isJson && (isText || beginsStatement.test(body)) && body.trim() !== "";
  if (/^multipart\//i.test(type)) {
    throw new RequestError(400, "Cannot read the parameters as the body must be a form or JSON");
  }
  if (isJson) readJson(body, parameters);
  else if (!isStatement) join(new URLSearchParams(body), parameters);
  parameters.delete("token");
  const all = Object.fromEntries(parameters);
  return isStatement ? { parameters: all, statement: body } : { parameters: all };
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

import type { Tinybird } from "../start-tinybird.ts";

/** An answer of the server that a check runs on. */
export interface ServerAnswer {
  readonly status: number;
  readonly text: string;
}

/** Asks an endpoint for its rows. */
export function callEndpoint(
  server: Pick<Tinybird, "url" | "token">,
  pipe: string,
  parameters: URLSearchParams,
): Promise<ServerAnswer> {
  return call(server, `/v0/pipes/${encodeURIComponent(pipe)}.json`, {
    method: "POST",
    body: parameters,
  });
}

/** Runs a statement. */
export function callSql(
  server: Pick<Tinybird, "url" | "token">,
  statement: string,
): Promise<ServerAnswer> {
  return call(server, "/v0/sql", { method: "POST", body: statement });
}

async function call(
  { url, token }: Pick<Tinybird, "url" | "token">,
  path: string,
  init: RequestInit,
): Promise<ServerAnswer> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}${path}`, { ...init, headers });
  return { status: response.status, text: await response.text() };
}

/** Gives the text of an answer's error, as `tb` shows it. */
export function errorText(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    const error: unknown =
      typeof body === "object" && body !== null ? Reflect.get(body, "error") : undefined;
    return typeof error === "string" ? error : text;
  } catch {
    return text;
  }
}

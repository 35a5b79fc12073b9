import {
  DeadlineError,
  RefusedError,
  UnavailableError,
  UnexpectedAnswerError,
  UnreachableError,
} from "@audit/store";
import { NeedsAdminError } from "./needs-admin-error.ts";

/** Where to ask, and with which token. */
export interface Connection {
  readonly url: string;
  readonly token: string;
}

/** A request, and what it is for: `"list the pipes"`. */
export interface Question {
  readonly asked: string;
  readonly path: string;
  readonly method?: "GET" | "POST" | "DELETE";
  readonly body?: URLSearchParams;
}

const deadline = 30_000;

/**
 * Asks Tinybird's API, and gives the JSON of its answer.
 *
 * @throws {NeedsAdminError} for 401 and 403
 * @throws {CallError} for any other failure; no message has the token
 */
export async function askTinybird(
  { url, token }: Connection,
  { asked, path, method = "GET", body }: Question,
): Promise<unknown> {
  const { status, text } = await request();
  if (status === 401 || status === 403) throw new NeedsAdminError(asked);
  if (status === 429 || status >= 500) throw new UnavailableError(asked, { status }, `${status}`);
  const json = parse(text);
  if (json === undefined)
    throw new UnexpectedAnswerError(asked, "be JSON, as Tinybird's is", { status });
  if (status < 400) return json;
  const words = typeof json === "object" && json !== null ? Reflect.get(json, "error") : undefined;
  throw new RefusedError(asked, typeof words === "string" ? words : `${status}`, { status });

  async function request() {
    try {
      const answer = await fetch(new URL(path, url), {
        method,
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(deadline),
        // A redirect may lead to a place that must not have the token.
        redirect: "error",
        ...(body === undefined ? {} : { body }),
      });
      return { status: answer.status, text: await answer.text() };
    } catch (cause) {
      if (cause instanceof Error && cause.name === "TimeoutError")
        throw new DeadlineError(asked, deadline);
      throw new UnreachableError(asked, { cause });
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { RequestError } from "../request-error.ts";
import type { RequestParameters } from "./read-parameters.ts";

/**
 * Gives the statement that a request asks for: its body, or `q`; `undefined` if it has none.
 *
 * @throws {RequestError} 400 if there is more than one `q`.
 */
export function statementOf({ parameters, statement }: RequestParameters): string | undefined {
  const sent = statement ?? parameters.q;
  if (sent === undefined || typeof sent === "string") return sent;
  throw new RequestError(400, "Cannot run more than one statement: give q once");
}

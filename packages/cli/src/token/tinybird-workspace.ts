import { RefusedError, UnexpectedAnswerError } from "@audit/store";
import { UsageError } from "../usage-error.ts";
import { askTinybird, type Connection } from "./ask-tinybird.ts";
import { NeedsAdminError } from "./needs-admin-error.ts";

/**
 * Asks a server which of Tinybird's workspaces the token is of; the JWTs of a workspace name it.
 *
 * @throws {UsageError} where the server does not say, as the embedded one
 */
export async function tinybirdWorkspace(connection: Connection): Promise<string> {
  const asked = "ask for Tinybird's workspace";
  const answer = await askTinybird(connection, { asked, path: "/v1/workspace" }).catch(
    (error: unknown) => {
      const isUnknown =
        error instanceof RefusedError ||
        error instanceof UnexpectedAnswerError ||
        error instanceof NeedsAdminError;
      if (isUnknown) return undefined;
      throw error;
    },
  );
  const id = typeof answer === "object" && answer !== null ? Reflect.get(answer, "id") : undefined;
  if (typeof id === "string" && id !== "") return id;
  throw new UsageError(
    "Cannot sign a token without the id of Tinybird's workspace, which the server does not say",
    'Set AUDIT_TINYBIRD_WORKSPACE, also in .env, or give --tinybird-workspace; "audit dev" prints it',
  );
}

import type { ConnectionFlags } from "../common-options.ts";
import { settings, workingDirectory } from "../settings.ts";
import { UsageError } from "../usage-error.ts";
import type { Connection } from "./ask-tinybird.ts";

/** What a command about tokens works with. */
export interface TokenSettings {
  readonly connection: Connection;
  /** Whose rows the token shows; undefined where nobody said. */
  readonly workspace: string | undefined;
  /** What signs JWTs: AUDIT_SIGNING_KEY, else the token. */
  readonly signingKey: string;
  /** Tinybird's own workspace. */
  readonly tinybirdWorkspace: string | undefined;
}

/**
 * Gives what a command about tokens works with: flags, else the environment, else `.env`.
 *
 * @throws {UsageError} when no server or no token is named
 */
export function tokenSettings(
  flags: ConnectionFlags & { readonly tinybirdWorkspace?: string },
): TokenSettings {
  const setting = settings({ env: process.env, directory: workingDirectory() });
  const url = setting("AUDIT_URL", flags.url);
  const token = setting("AUDIT_TOKEN", flags.token);
  if (url === undefined || token === undefined)
    throw new UsageError(
      `Cannot make a token without ${url === undefined ? "the server's address" : "the administrator's token"}`,
      `Set ${url === undefined ? "AUDIT_URL" : "AUDIT_TOKEN"}, also in .env; "audit dev" starts a server here and prints both`,
    );
  return {
    connection: { url, token },
    workspace: setting("AUDIT_WORKSPACE", flags.workspace),
    signingKey: setting("AUDIT_SIGNING_KEY") ?? token,
    tinybirdWorkspace: setting("AUDIT_TINYBIRD_WORKSPACE", flags.tinybirdWorkspace),
  };
}

/** @throws {UsageError} where nobody said whose rows: a token for the workspace `""` must be asked for as such */
export function requireWorkspace(workspace: string | undefined): string {
  if (workspace !== undefined) return workspace;
  throw new UsageError(
    "Cannot make a token without the workspace whose rows it shows",
    'Give --workspace, "" where events have none, or set AUDIT_WORKSPACE',
  );
}

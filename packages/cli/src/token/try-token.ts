import { RefusedError } from "@audit/store";
import { askTinybird } from "./ask-tinybird.ts";
import { NeedsAdminError } from "./needs-admin-error.ts";
import { UntrustedTokenError } from "./untrusted-token-error.ts";

/**
 * Runs a pipe once with a JWT, and resolves where the server trusts it; what the pipe answers does not matter.
 *
 * @throws {UntrustedTokenError} where it does not
 */
export async function tryToken(url: string, token: string, pipe: string): Promise<void> {
  const asked = `run ${pipe} with the signed token`;
  const path = `/v0/pipes/${encodeURIComponent(pipe)}.json`;
  try {
    await askTinybird({ url, token }, { asked, path });
  } catch (error) {
    // The pipe wants another parameter, and the token was good for saying so.
    if (error instanceof RefusedError && error.status === 400) return;
    if (error instanceof NeedsAdminError) throw new UntrustedTokenError(pipe);
    throw error;
  }
}

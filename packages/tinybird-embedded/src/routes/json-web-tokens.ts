import type { Context } from "hono";
import { setRateHeaders } from "../limits/limit-rate.ts";
import { RequestError } from "../request-error.ts";
import { JsonWebTokenError, verifyJsonWebToken } from "../tokens/json-web-token.ts";
import { readScopes } from "../tokens/read-scopes.ts";
import { resolveGrants } from "../tokens/resolve-grants.ts";
import { admit, tokenOf } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";

/**
 * Lets a request do what its JWT grants; a request with another token, or none, is left to its route.
 *
 * @throws {RequestError} 403 if the JWT is not to be trusted, 429 past its rate.
 */
export async function admitJsonWebToken(context: Context, deployment: Deployment): Promise<void> {
  const token = tokenOf(context);
  if (token === undefined || !/^[\w-]+\.[\w-]*\.[\w-]*$/.test(token)) return;
  const { tokens, signer, tokenRate } = deployment;
  if (tokens.grantsOf(token) !== undefined) return;
  const { name, scopes, rps } = await trusted(verifyJsonWebToken(signer, token));
  const grants = async () => resolveGrants(deployment, readScopes(scopes));
  admit(context, await trusted(grants()));
  if (rps === undefined) return;
  const rate = tokenRate.take(name, rps);
  setRateHeaders(context, rate);
  if (rate.allowed) return;
  throw new RequestError(429, `Cannot take more requests as the token may send ${rps} a second`);
}

/** A token that says what it must not is as little good as one that is forged. */
async function trusted<T>(job: Promise<T>): Promise<T> {
  return job.catch((cause: unknown) => {
    if (cause instanceof JsonWebTokenError) throw new RequestError(403, cause.message);
    if (cause instanceof RequestError && cause.status === 400) {
      throw new RequestError(403, `Invalid token: ${cause.message}`);
    }
    throw cause;
  });
}

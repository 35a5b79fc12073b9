import { RequestError } from "../request-error.ts";
import { signJsonWebToken } from "../tokens/json-web-token.ts";
import { readScopes } from "../tokens/read-scopes.ts";
import { resolveGrants } from "../tokens/resolve-grants.ts";
import type { Deployment } from "./deployment.ts";

/**
 * Makes a JWT of `{ name, scopes, limits? }` that ends at the parameter `expiration_time`, seconds since epoch.
 *
 * @throws {RequestError} 400 that names what is missing or wrong.
 */
export async function mintJsonWebToken(
  deployment: Deployment,
  parameters: URLSearchParams,
  json: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const expires = Number(parameters.get("expiration_time") ?? Number.NaN);
  if (!Number.isSafeInteger(expires) || expires * 1_000 <= Date.now()) {
    throw refuse("the parameter expiration_time must be in the future, in seconds since epoch");
  }
  const { name = parameters.get("name"), scopes, limits } = json;
  if (typeof name !== "string" || name === "") throw refuse("its name must be a text");
  if (!Array.isArray(scopes)) throw refuse("its scopes must be a list");
  const read = readScopes(scopes);
  await resolveGrants(deployment, read);
  const rps = rateOf(limits);
  return signJsonWebToken(
    deployment.signer,
    { name, scopes: read, ...(rps === undefined ? {} : { rps }) },
    expires,
  );
}

function rateOf(limits: unknown): number | undefined {
  if (limits === undefined) return undefined;
  const rps: unknown = typeof limits === "object" && limits !== null && Reflect.get(limits, "rps");
  if (typeof rps === "number" && Number.isSafeInteger(rps) && rps >= 1) return rps;
  throw refuse("its limits.rps must be a whole number from 1");
}

function refuse(reason: string): RequestError {
  return new RequestError(400, `Cannot make a JWT as ${reason}`);
}

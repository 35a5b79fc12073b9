import type { Context } from "hono";
import { RequestError } from "../request-error.ts";
import type { Grant, TokenStore } from "../tokens/token-store.ts";

const signed = new WeakMap<Request, readonly Grant[]>();

/** Lets a request do what a JWT grants that was found good. */
export function admit(context: Context, grants: readonly Grant[]): void {
  signed.set(context.req.raw, grants);
}

/** Gives the text of a request's token, known or not. */
export function tokenOf(context: Context): string | undefined {
  const header = context.req.header("authorization");
  const bearer = header === undefined ? undefined : /^bearer\s+(.+)$/i.exec(header.trim())?.[1];
  return bearer ?? context.req.query("token");
}

/**
 * Gives what the request's token may do, from `Authorization: Bearer` or `?token=`.
 *
 * @throws {RequestError} 403 if there is none, or it is not known.
 */
export function grantsOf(context: Context, tokens: TokenStore): readonly Grant[] {
  const token = tokenOf(context);
  if (token === undefined) {
    throw new RequestError(
      403,
      "Cannot authenticate: send a token, as Authorization: Bearer or ?token=",
    );
  }
  const grants = signed.get(context.req.raw) ?? tokens.grantsOf(token);
  if (grants === undefined) throw new RequestError(403, "Invalid token");
  return grants;
}

/** Tells whether the token is the administrator's. */
export function isAdmin(grants: readonly Grant[]): boolean {
  return grants.some(({ kind }) => kind === "admin");
}

/**
 * Lets a token pass that has one of the grants, or is the administrator's.
 *
 * @throws {RequestError} 403 for any other.
 */
export function requireGrant(
  grants: readonly Grant[],
  what: string,
  grantsIt: (grant: Grant) => boolean = () => false,
): void {
  if (isAdmin(grants) || grants.some(grantsIt)) return;
  throw new RequestError(403, `The token does not have access to ${what}`);
}

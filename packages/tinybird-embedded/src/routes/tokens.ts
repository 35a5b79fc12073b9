import type { Context } from "hono";
import { RequestError } from "../request-error.ts";
import type { Grant } from "../tokens/grant.ts";
import { resolveGrants } from "../tokens/resolve-grants.ts";
import { parseScope, scopeOf } from "../tokens/scope.ts";
import { newToken, type StoredToken } from "../tokens/token-store.ts";
import { grantsOf, isAdmin, requireGrant } from "./authorize.ts";
import type { Deployment } from "./deployment.ts";
import { mintJsonWebToken } from "./mint-json-web-token.ts";
import { readTokenRequest } from "./token-request.ts";

/** `GET /v0/tokens`: every static token. `POST /v0/tokens/`: makes one, or with `expiration_time` a JWT. */
export async function listOrMakeTokens(
  context: Context,
  deployment: Deployment,
): Promise<Response> {
  const grants = requireTokens(context, deployment);
  if (context.req.method === "GET") {
    return context.json({ tokens: deployment.tokens.all.map((each) => describe(each, grants)) });
  }
  const { parameters, json } = await readTokenRequest(context.req.raw, deployment.bodyLimit);
  if (json !== undefined || parameters.has("expiration_time")) {
    return context.json({ token: await mintJsonWebToken(deployment, parameters, json) });
  }
  const name = requireName(parameters.get("name"));
  const made = await resolveGrants(deployment, parameters.getAll("scope").map(parseScope));
  requireNoMore(made, grants);
  const token: StoredToken = { name, token: newToken(), grants: made, origin: "api" };
  await deployment.savedTokens.change((tokens) => {
    if (deployment.tokens.named(name) === undefined) return [...tokens, token];
    throw new RequestError(409, `Cannot make the token "${name}" as there is one of this name`);
  });
  return context.json(describe(token, grants));
}

/** `GET|PUT|DELETE /v0/tokens/NAME`: what a token may do; other scopes for it; its end. */
export async function oneToken(context: Context, deployment: Deployment): Promise<Response> {
  const grants = requireTokens(context, deployment);
  const token = existing(context, deployment);
  if (context.req.method === "GET") return context.json(describe(token, grants));
  requireChangeable(token, grants);
  if (context.req.method === "DELETE") {
    await deployment.savedTokens.change((all) => all.filter(({ name }) => name !== token.name));
    return context.json({ ok: true });
  }
  const { parameters } = await readTokenRequest(context.req.raw, deployment.bodyLimit);
  const scopes = parameters.getAll("scope");
  const wanted = parameters.get("name");
  const name = wanted === null ? token.name : requireName(wanted);
  const next =
    scopes.length === 0 ? token.grants : await resolveGrants(deployment, scopes.map(parseScope));
  requireNoMore(next, grants);
  return context.json(
    describe(await replace(deployment, token.name, { name, grants: next }), grants),
  );
}

/** `POST /v0/tokens/NAME/refresh`: another text for the token; the one before is worth nothing from then on. */
export async function refreshToken(context: Context, deployment: Deployment): Promise<Response> {
  const grants = requireTokens(context, deployment);
  const token = existing(context, deployment);
  requireChangeable(token, grants);
  const next = await replace(deployment, token.name, { token: newToken() });
  return context.json(describe(next, grants));
}

function requireTokens(context: Context, { tokens }: Deployment): readonly Grant[] {
  const grants = grantsOf(context, tokens);
  requireGrant(grants, "the tokens", ({ kind }) => kind === "tokens");
  return grants;
}

function existing(context: Context, { tokens }: Deployment): StoredToken {
  const token = tokens.named(context.req.param("name") ?? "");
  if (token === undefined) throw new RequestError(404, "There is no token of this name");
  return token;
}

async function replace(
  { savedTokens, tokens }: Deployment,
  of: string,
  change: Partial<StoredToken>,
): Promise<StoredToken> {
  let replaced: StoredToken | undefined;
  await savedTokens.change((all) => {
    const { name = of } = change;
    if (name !== of && tokens.named(name) !== undefined) {
      throw new RequestError(409, `Cannot call the token "${name}" as there is one of this name`);
    }
    return all.map((each) => {
      if (each.name !== of) return each;
      replaced = { ...each, ...change };
      return replaced;
    });
  });
  // Another request may have deleted it meanwhile.
  if (replaced === undefined) throw new RequestError(404, "There is no token of this name");
  return replaced;
}

function requireName(name: string | null): string {
  const isName = name !== null && /^[^\p{Cc}]{1,200}$/u.test(name) && name.trim() === name;
  if (isName) return name;
  throw new RequestError(
    400,
    "Cannot make a token as its name must have from 1 to 200 characters, without control characters and blanks around",
  );
}

function requireChangeable({ origin, grants }: StoredToken, by: readonly Grant[]): void {
  if (origin !== "api") {
    const where = origin === "server" ? "the option token" : "the datafiles of the project";
    throw new RequestError(400, `Cannot change the token as it comes from ${where}`);
  }
  requireNoMore(grants, by);
}

/** Who may make tokens must not make one that may do more about tokens. */
function requireNoMore(grants: readonly Grant[], by: readonly Grant[]): void {
  if (isAdmin(by) || !grants.some(isPowerful)) return;
  throw new RequestError(403, "Only the administrator has access to tokens with ADMIN or TOKENS");
}

function isPowerful({ kind }: Grant): boolean {
  return kind === "admin" || kind === "tokens";
}

function describe({ name, token, grants }: StoredToken, by: readonly Grant[]) {
  const scopes = grants.map(scopeOf);
  return isAdmin(by) || !grants.some(isPowerful) ? { token, scopes, name } : { scopes, name };
}

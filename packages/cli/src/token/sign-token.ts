import { SignJWT } from "jose";
import type { FixedScope } from "./fixed-scopes.ts";

/** What a JWT says. */
export interface Claims {
  /** Tinybird's own workspace, not the events'. */
  readonly tinybirdWorkspace: string;
  readonly name: string;
  readonly scopes: readonly FixedScope[];
  /** Requests a second, of all tokens of this name together. */
  readonly rps?: number | undefined;
  /** Seconds since epoch. */
  readonly expires: number;
}

/** Signs a JWT as Tinybird reads it (HS256). */
export function signToken(
  { tinybirdWorkspace, name, scopes, rps, expires }: Claims,
  key: string,
): Promise<string> {
  const limits = rps === undefined ? {} : { limits: { rps } };
  return new SignJWT({ workspace_id: tinybirdWorkspace, name, scopes, ...limits })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(key));
}

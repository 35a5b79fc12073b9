import { errors, jwtVerify, SignJWT } from "jose";
import { EmbeddedError } from "../embedded-error.ts";

/** What a JWT says, once its signature, its time and its workspace were found good. */
export interface JsonWebToken {
  readonly name: string;
  readonly scopes: readonly unknown[];
  /** Requests a second, of all tokens of this name together; unlimited without. */
  readonly rps?: number;
}

/** What signs and checks the JWTs of a workspace. */
export interface Signer {
  readonly workspace: string;
  /** The administrator's token. */
  readonly key: string;
}

/** Thrown for a JWT that is not to be trusted; it says nothing of the token. */
export class JsonWebTokenError extends EmbeddedError {
  readonly code = "jwt_refused";
}

/** Signs a JWT (HS256) that ends at `expires`, seconds since epoch. */
export function signJsonWebToken(
  { workspace, key }: Signer,
  { name, scopes, rps }: JsonWebToken,
  expires: number,
): Promise<string> {
  const limits = rps === undefined ? {} : { limits: { rps } };
  return new SignJWT({ workspace_id: workspace, name, scopes, ...limits })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setExpirationTime(expires)
    .sign(bytes(key));
}

/**
 * Gives what a JWT says.
 *
 * @param now The present time.
 * @throws {JsonWebTokenError} If it is signed by another key or in another way, has no time or its time is over, is of
 *   another workspace, or lacks a claim.
 */
export async function verifyJsonWebToken(
  { workspace, key }: Signer,
  token: string,
  now: Date = new Date(),
): Promise<JsonWebToken> {
  const { workspace_id: of, name, scopes, limits } = await claims(token, key, now);
  if (of !== workspace) throw new JsonWebTokenError("Invalid token: it is of another workspace");
  if (typeof name !== "string" || name === "" || !Array.isArray(scopes)) {
    throw new JsonWebTokenError("Invalid token: it must have the claims name and scopes");
  }
  if (limits === undefined) return { name, scopes };
  const rps: unknown = typeof limits === "object" && limits !== null && Reflect.get(limits, "rps");
  if (typeof rps !== "number" || !Number.isSafeInteger(rps) || rps < 1) {
    throw new JsonWebTokenError("Invalid token: its limits.rps must be a whole number from 1");
  }
  return { name, scopes, rps };
}

async function claims(token: string, key: string, now: Date) {
  const options = { algorithms: ["HS256"], requiredClaims: ["exp"], currentDate: now };
  try {
    const { payload } = await jwtVerify(token, bytes(key), options);
    return payload;
  } catch (cause) {
    // Without the cause, which has the token's claims.
    if (cause instanceof errors.JWTExpired) throw new JsonWebTokenError("The token has expired");
    throw new JsonWebTokenError("Invalid token");
  }
}

function bytes(key: string): Uint8Array {
  return new TextEncoder().encode(key);
}

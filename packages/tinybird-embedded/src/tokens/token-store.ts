import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** What a token may do. */
export type Grant =
  | { readonly kind: "admin" }
  | { readonly kind: "append"; readonly datasource: string }
  | { readonly kind: "read"; readonly resource: string };

/** The tokens of a server. Their texts are compared as hashes, in constant time. */
export class TokenStore {
  readonly #entries: { readonly hash: Buffer; readonly grants: readonly Grant[] }[] = [];

  add(token: string, grants: readonly Grant[]): void {
    this.#entries.push({ hash: hash(token), grants });
  }

  /** Gives what a token may do; `undefined` for one that is not known. */
  grantsOf(token: string): readonly Grant[] | undefined {
    const wanted = hash(token);
    let grants: readonly Grant[] | undefined;
    // No early end: the time taken must not tell which one it was.
    for (const entry of this.#entries) {
      if (timingSafeEqual(entry.hash, wanted)) grants = entry.grants;
    }
    return grants;
  }
}

/** Makes a token that cannot be guessed. */
export function newToken(): string {
  return `tb_${randomBytes(32).toString("base64url")}`;
}

function hash(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

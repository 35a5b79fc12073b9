import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Grant } from "./grant.ts";

export type { Grant };

/** A token that the server keeps. */
export interface StoredToken {
  readonly name: string;
  readonly token: string;
  readonly grants: readonly Grant[];
  /** Who asked for it; only those of the API can be changed there. */
  readonly origin: "server" | "datafile" | "api";
}

/** The tokens of a server. Their texts are compared as hashes, in constant time. */
export class TokenStore {
  #entries: readonly (StoredToken & { readonly hash: Buffer })[] = [];

  /** The tokens in the order in which they were added. */
  get all(): readonly StoredToken[] {
    return this.#entries;
  }

  add(token: StoredToken): void {
    this.#entries = [...this.#entries, { ...token, hash: hash(token.token) }];
  }

  /** Gives the token of a name; `undefined` if there is none. */
  named(name: string): StoredToken | undefined {
    return this.#entries.find((each) => each.name === name);
  }

  /** Puts these in the place of all that came from the API. */
  replaceThoseOfApi(tokens: readonly StoredToken[]): void {
    const others = this.#entries.filter(({ origin }) => origin !== "api");
    this.#entries = [...others, ...tokens.map((each) => ({ ...each, hash: hash(each.token) }))];
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

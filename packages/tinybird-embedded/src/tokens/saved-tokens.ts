import { randomUUID } from "node:crypto";
import type { Grant } from "./grant.ts";
import { readSecretFile } from "./read-secret-file.ts";
import { grantOf, type Scope, scopeOf } from "./scope.ts";
import type { StoredToken, TokenStore } from "./token-store.ts";
import { writeSecretFile } from "./write-secret-file.ts";

interface File {
  readonly workspace: string;
  readonly tokens: readonly {
    readonly name: string;
    readonly token: string;
    readonly scopes: readonly Scope[];
  }[];
}

/** The tokens that were made by the API, in a file of the data directory. */
export class SavedTokens {
  /** Id of the workspace that JWTs must name; the same as long as the file stays. */
  readonly workspace: string;
  readonly #file: string;
  readonly #store: TokenStore;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(file: string, workspace: string, store: TokenStore) {
    this.#file = file;
    this.workspace = workspace;
    this.#store = store;
  }

  /** Puts the tokens of the file into the store; makes the file when it is not there. */
  static async open(file: string, store: TokenStore): Promise<SavedTokens> {
    // Written below, by this server only.
    const kept = (await readSecretFile(file)) as File | undefined;
    if (kept === undefined) {
      const saved = new SavedTokens(file, randomUUID(), store);
      await saved.#write([]);
      return saved;
    }
    store.replaceThoseOfApi(
      kept.tokens.map(({ name, token, scopes }) => {
        const grants = scopes.map((scope): Grant => grantOf(scope, `the token "${name}"`));
        return { name, token, grants, origin: "api" };
      }),
    );
    return new SavedTokens(file, kept.workspace, store);
  }

  /**
   * Changes the tokens; when it resolves, the change is on disk and in force. One change waits for the one before.
   *
   * @param edit Gives the new tokens of the API from the present ones; what it throws leaves all as it was.
   */
  async change(edit: (tokens: readonly StoredToken[]) => readonly StoredToken[]): Promise<void> {
    const change = this.#last.then(async () => {
      const next = edit(this.#store.all.filter(({ origin }) => origin === "api"));
      await this.#write(next);
      this.#store.replaceThoseOfApi(next);
    });
    this.#last = change.catch(() => undefined);
    await change;
  }

  async #write(all: readonly StoredToken[]): Promise<void> {
    const tokens = all.map(({ name, token, grants }) => ({
      name,
      token,
      scopes: grants.map(scopeOf),
    }));
    const file: File = { workspace: this.workspace, tokens };
    await writeSecretFile(this.#file, `${JSON.stringify(file, null, 2)}\n`);
  }
}

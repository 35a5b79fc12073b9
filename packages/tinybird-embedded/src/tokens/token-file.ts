import { readSecretFile } from "./read-secret-file.ts";
import { newToken } from "./token-store.ts";
import { writeSecretFile } from "./write-secret-file.ts";

/** Tokens by name. */
export type TokensByName = Readonly<Record<string, string>>;

/**
 * Gives a token for each name, from the file where it has one, made and kept there where it has none.
 *
 * Only the file's owner can read it.
 */
export async function tokensFromFile(
  file: string,
  names: Iterable<string>,
): Promise<Map<string, string>> {
  // Written below, by this server only.
  const parsed = (await readSecretFile(file)) as TokensByName | undefined;
  const kept = new Map(Object.entries(parsed ?? {}));
  const tokens = new Map<string, string>();
  for (const name of names) tokens.set(name, kept.get(name) ?? newToken());
  const missing = [...tokens.keys()].some((name) => !kept.has(name));
  if (missing) {
    const all = Object.fromEntries([...kept, ...tokens]);
    await writeSecretFile(file, `${JSON.stringify(all, null, 2)}\n`);
  }
  return tokens;
}

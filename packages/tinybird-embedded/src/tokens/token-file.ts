import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { newToken } from "./token-store.ts";

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
  const kept = await read(file);
  const tokens = new Map<string, string>();
  for (const name of names) tokens.set(name, kept.get(name) ?? newToken());
  const missing = [...tokens.keys()].some((name) => !kept.has(name));
  if (missing) await write(file, new Map([...kept, ...tokens]));
  return tokens;
}

async function read(file: string): Promise<Map<string, string>> {
  try {
    // Written below, by this server only.
    const parsed = JSON.parse(await readFile(file, "utf8")) as TokensByName;
    return new Map(Object.entries(parsed));
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    if (missing) return new Map();
    throw cause;
  }
}

async function write(file: string, tokens: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.part`;
  const handle = await open(part, "w", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(Object.fromEntries(tokens), null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
}

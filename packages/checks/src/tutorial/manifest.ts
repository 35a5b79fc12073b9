import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What one entry of a package leads to, by condition. */
export type Entry = string | Readonly<Record<string, string>>;

/** The parts of a `package.json` that packing touches. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, Entry>>;
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, Entry>> };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Reads the `package.json` of a folder. */
export async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
}

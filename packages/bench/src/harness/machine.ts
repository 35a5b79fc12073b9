import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, availableParallelism, cpus, platform } from "node:os";
import { join } from "node:path";

/** What a number was measured on; nothing that names a person, a place or a path. */
export interface Machine {
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  readonly processors: number;
  readonly packages: Readonly<Record<string, string>>;
}

/** Gives what this run is measured on. */
export async function describeMachine(packages: readonly string[]): Promise<Machine> {
  const versions = await Promise.all(packages.map(async (name) => [name, await versionOf(name)]));
  return {
    node: process.version,
    system: `${platform()} ${arch()}`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    processors: availableParallelism(),
    packages: Object.fromEntries(versions),
  };
}

/** Looks into the package's folder: many do not export their package.json. */
async function versionOf(name: string): Promise<string> {
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths(name) ?? []) {
    const text = await readFile(join(folder, name, "package.json"), "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const { version }: { version?: unknown } = JSON.parse(text);
    if (typeof version === "string") return version;
  }
  throw new Error(`Cannot find the version of "${name}"`);
}

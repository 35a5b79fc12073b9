import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const tsc = join(root, "node_modules/.bin/tsc");

/** What the compiler counts. Both are the same on every machine with one release of it. */
export interface TypeCounts {
  readonly instantiations: number;
  readonly types: number;
}

/** Gives the release of the workspace's compiler. */
export async function typescriptVersion(): Promise<string> {
  const { stdout } = await promisify(execFile)(tsc, ["--version"]);
  return stdout.replace("Version", "").trim();
}

/**
 * Gives what the workspace's compiler counts while it checks a program that uses the packages' sources.
 *
 * @throws {Error} with the compiler's words when the program does not compile
 */
export async function measureTypes(program: string): Promise<TypeCounts> {
  const folder = await mkdtemp(join(tmpdir(), "audit-types-"));
  try {
    const links: [string, string][] = [
      ["@audit/events", "packages/events"],
      ["@audit/store", "packages/store"],
      ["@types/node", "node_modules/@types/node"],
      ["zod", "packages/checks/node_modules/zod"],
    ];
    for (const [name, target] of links) {
      const link = join(folder, "node_modules", name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(root, target), link);
    }
    await writeFile(join(folder, "package.json"), '{"type":"module"}');
    await writeFile(join(folder, "program.ts"), program);
    const config = { extends: join(root, "tsconfig.json"), include: [], files: ["program.ts"] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    // One thread: each checker of several makes the types it needs, so their sum would differ.
    const args = ["-p", folder, "--extendedDiagnostics", "--singleThreaded"];
    const { stdout } = await promisify(execFile)(tsc, args).catch((error: { stdout: string }) => {
      throw new Error(`Cannot measure the program as it must compile: ${error.stdout}`);
    });
    return { instantiations: count(stdout, "Instantiations"), types: count(stdout, "Types") };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function count(printed: string, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+)$`, "m").exec(printed)?.[1];
  if (found === undefined)
    throw new Error(`Cannot measure the program as the compiler must print "${name}"`);
  return Number(found);
}

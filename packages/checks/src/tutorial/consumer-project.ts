import { execFile } from "node:child_process";
import { cp, mkdir, realpath, rename, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readManifest } from "./manifest.ts";
import type { PackedPackage } from "./pack-packages.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** What a program of somebody else has besides the packages, and where this repository has it. */
const ownDependencies = {
  "@chronark/zod-bird": "packages/store",
  "@types/node": "",
  typescript: "",
  zod: "packages/events",
};

/** What of this process a program of somebody else must not see. */
const notInherited = {
  NODE_OPTIONS: undefined,
  NODE_ENV: undefined,
  VITEST: undefined,
  FORCE_COLOR: undefined,
  // The tutorial would write to the Tinybird they name, in place of the embedded one.
  TINYBIRD_URL: undefined,
  TINYBIRD_TOKEN: undefined,
};

/** What came of a command. */
export interface Printed {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program outside this repository, with the packed packages installed. */
export interface ConsumerProject {
  readonly folder: string;
  /** Runs a line of shell in its folder. */
  run(command: string): Promise<Printed>;
}

/**
 * Makes a program's folder with the packages and the data project; the packages are moved into it.
 *
 * Dependencies of others are links into this workspace, so that nothing is downloaded.
 */
export async function makeConsumer(
  folder: string,
  packages: readonly PackedPackage[],
): Promise<ConsumerProject> {
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "@audit"), { recursive: true });
  const thirdParty = new Map<string, string>(Object.entries(ownDependencies));
  for (const { name, folder: unpacked } of packages) {
    const { dependencies, peerDependencies } = await readManifest(unpacked);
    for (const dependency of Object.keys({ ...dependencies, ...peerDependencies }))
      if (!dependency.startsWith("@audit/")) thirdParty.set(dependency, `packages/${name}`);
    await rename(unpacked, join(modules, "@audit", name));
  }
  for (const [dependency, owner] of thirdParty) {
    const link = join(modules, dependency);
    await mkdir(dirname(link), { recursive: true });
    await symlink(await realpath(join(root, owner, "node_modules", dependency)), link);
  }
  await mkdir(join(modules, ".bin"), { recursive: true });
  await symlink("../typescript/bin/tsc", join(modules, ".bin/tsc"));
  await cp(join(root, "tinybird"), join(folder, "tinybird"), { recursive: true });
  return { folder, run: (command) => run(command, folder) };
}

async function run(command: string, cwd: string): Promise<Printed> {
  const done = promisify(execFile)("bash", ["-c", command], {
    cwd,
    env: { ...process.env, ...notInherited, NO_COLOR: "1" },
  });
  return done.then(
    ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      exitCode: code,
      stdout,
      stderr,
    }),
  );
}

import { execFile } from "node:child_process";
import { cp, mkdir, readdir, realpath, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readManifest } from "./manifest.ts";
import { runPnpm } from "./run-pnpm.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** The packages that the tutorial is about, dependencies first. */
export const packed = ["events", "projections", "tinybird-embedded", "store"] as const;

/** A tarball, and where it was unpacked. */
export interface PackedPackage {
  readonly name: string;
  readonly folder: string;
  /** Every file of it, by its path inside the package. */
  readonly files: readonly string[];
}

/**
 * Builds, packs and unpacks the packages inside a folder, without a registry.
 *
 * It works on a copy, as a fresh clone would: what earlier builds left behind in `dist` must not get
 * in, and other tests build there.
 */
export async function packPackages(folder: string): Promise<PackedPackage[]> {
  const clone = join(folder, "clone");
  await mkdir(join(clone, "packages"), { recursive: true });
  for (const file of ["package.json", "pnpm-workspace.yaml", "tsconfig.base.json", "LICENSE"])
    await cp(join(root, file), join(clone, file));
  await link(join(root, "node_modules/@types"), join(clone, "node_modules/@types"));
  for (const name of packed) await copyPackage(name, clone);

  const tsc = join(root, "node_modules/.bin/tsc");
  const build = (name: string) =>
    promisify(execFile)(tsc, ["-p", "tsconfig.build.json"], {
      cwd: join(clone, "packages", name),
    }).catch((error: { stdout: string }) => {
      throw new Error(`Cannot pack "${name}" as it must compile: ${error.stdout}`);
    });
  await build("events");
  await Promise.all(["projections", "tinybird-embedded", "store"].map(build));
  return Promise.all(packed.map((name) => packOne(name, clone, folder)));
}

async function copyPackage(name: string, clone: string): Promise<void> {
  const from = join(root, "packages", name);
  const to = join(clone, "packages", name);
  for (const file of ["package.json", "README.md", "tsconfig.build.json", "src"])
    await cp(join(from, file), join(to, file), { recursive: true });
  const { dependencies, devDependencies } = await readManifest(from);
  for (const dependency of Object.keys({ ...dependencies, ...devDependencies })) {
    const own = packed.find((other) => dependency === `@audit/${other}`);
    const target = own
      ? join(clone, "packages", own)
      : await realpath(join(from, "node_modules", dependency));
    await link(target, join(to, "node_modules", dependency));
  }
}

async function packOne(name: string, clone: string, folder: string): Promise<PackedPackage> {
  const tarballs = join(folder, "tarballs", name);
  const unpacked = join(folder, "unpacked", name);
  await mkdir(unpacked, { recursive: true });
  await runPnpm(["pack", "--pack-destination", tarballs], join(clone, "packages", name));
  const [tarball = ""] = await readdir(tarballs);
  await promisify(execFile)("tar", ["-xzf", join(tarballs, tarball), "-C", unpacked]);
  const inside = join(unpacked, "package");
  const entries = await readdir(inside, { recursive: true, withFileTypes: true });
  return {
    name,
    folder: inside,
    files: entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(inside.length + 1))
      .sort(),
  };
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path);
}

import { randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const embedded = fileURLToPath(new URL("../../../tinybird-embedded/", import.meta.url));

/**
 * Bundles the process of the embedded server from its source, once for all tests of a run.
 *
 * The suite starts it some hundred times, and under tsx its modules cost more processor time than all that
 * it does then: a start took 1.8 s of it, and takes 0.5 s of the bundle.
 */
export async function setup(): Promise<void> {
  // One folder below the package, as its sources are: they look for its package.json there.
  const bundle = `${embedded}.bundled/child.mjs`;
  const { outputFiles } = await build({
    entryPoints: [`${embedded}src/child/child.ts`],
    outfile: bundle,
    write: false,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  await replaceFile(bundle, outputFiles[0]?.contents ?? new Uint8Array());
  process.env["TINYBIRD_EMBEDDED_BUNDLE"] = bundle;
}

/** Writes it beside and renames it, as another run may be starting it. */
async function replaceFile(path: string, contents: Uint8Array): Promise<void> {
  const beside = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(beside, contents);
  await rename(beside, path);
}

import { randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const embedded = fileURLToPath(new URL("../../../tinybird-embedded/", import.meta.url));

/** One folder below the package, as its sources are: they look for its package.json there. */
const folder = `${embedded}.bundled`;

/**
 * Bundles the programs of the embedded server from their sources, once for all tests of a run.
 *
 * The suite starts them some hundred times, and under tsx their modules cost more processor time than all that
 * they do then: a server took 1.8 s of it, and takes 0.5 s of the bundle.
 */
export async function setup(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: {
      child: `${embedded}src/child/child.ts`,
      main: `${embedded}src/main.ts`,
      parent: `${embedded}test/parent.ts`,
      "crash-parent": `${embedded}test/crash/parent.ts`,
    },
    outdir: folder,
    write: false,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  await mkdir(folder, { recursive: true });
  for (const { path, contents } of outputFiles) await replaceFile(path, contents);
  process.env["TINYBIRD_EMBEDDED_BUNDLE"] = `${folder}/child.js`;
}

/** Writes it beside and renames it, as another run may be starting it. */
async function replaceFile(path: string, contents: Uint8Array): Promise<void> {
  const beside = `${path}.${randomUUID()}`;
  await writeFile(beside, contents);
  await rename(beside, path);
}

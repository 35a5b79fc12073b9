import { randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const embedded = fileURLToPath(new URL("../../../tinybird-embedded/", import.meta.url));
// One folder below the package, as `dist` is: its package.json and its dependencies are looked for from there.
const folder = `${embedded}.bundled/`;

/**
 * Compiles the embedded server from its source, its process beside it, and gives the URL to import it by.
 *
 * So that a benchmark needs no build before it, and never measures an old one.
 */
export async function bundleEmbedded(): Promise<string> {
  await mkdir(folder, { recursive: true });
  await bundleTo("child.js", "src/child/child.ts");
  await bundleTo("index.js", "src/index.ts");
  return pathToFileURL(`${folder}index.js`).href;
}

/** Writes it beside and renames it, as another run may be loading it. */
async function bundleTo(name: string, entry: string): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [`${embedded}${entry}`],
    write: false,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  const beside = `${folder}${randomUUID()}`;
  await writeFile(beside, outputFiles[0]?.contents ?? new Uint8Array());
  await rename(beside, `${folder}${name}`);
}

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleEmbedded } from "./bundle-embedded.ts";
import { removeAtEnd } from "./leave-nothing.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const ours = /^(@audit\/|\.)/;

/**
 * Runs a job with the path of the worker as plain JavaScript.
 *
 * Our packages are compiled as they are published; run by tsx, each closure would be given its name
 * once more when it is made, which costs ours alone. What others published is loaded as it is.
 */
export async function withBundledWorker<T>(job: (worker: string) => Promise<T>): Promise<T> {
  const cache = join(root, "node_modules", ".cache");
  await mkdir(cache, { recursive: true });
  // Inside the package, so that what is not bundled is found from there.
  const folder = await mkdtemp(join(cache, "bench-"));
  removeAtEnd(folder);
  try {
    const embedded = await bundleEmbedded();
    await build({
      entryPoints: [join(root, "src", "harness", "worker.ts")],
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      // For the places of a profile.
      sourcemap: "external",
      format: "esm",
      platform: "node",
      target: "es2023",
      conditions: ["@audit/source"],
      plugins: [
        {
          name: "packages of others",
          setup({ onResolve }) {
            onResolve({ filter: /^@audit\/tinybird-embedded$/ }, () => ({
              path: embedded,
              external: true,
            }));
            onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
              kind === "entry-point" || ours.test(path) ? undefined : { path, external: true },
            );
          },
        },
      ],
      logLevel: "error",
    });
    return await job(join(folder, "worker.mjs"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const embedded = fileURLToPath(new URL("../../../tinybird-embedded/", import.meta.url));

/** Has the embedded server run as it is published, not by tsx; the tests have such a bundle already. */
export async function bundleServer(): Promise<void> {
  if (process.env["TINYBIRD_EMBEDDED_BUNDLE"] !== undefined) return;
  // One folder below the package, as its sources are: they look for its package.json there.
  const outfile = `${embedded}.bundled/child-of-bench.mjs`;
  await build({
    entryPoints: [`${embedded}src/child/child.ts`],
    outfile,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "es2023",
    logLevel: "error",
  });
  process.env["TINYBIRD_EMBEDDED_BUNDLE"] = outfile;
}

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** A module with all that it imports, in one text. */
export interface Bundle {
  readonly text: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  /** The files in it, relative to the repository. */
  readonly files: readonly string[];
}

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/**
 * Bundles a module of this repository as for a runtime that has no Node built-ins.
 *
 * @param external packages that are left out
 * @throws when one is imported anywhere in it
 */
export async function bundle(module: string, external: string[] = []): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [module],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2023",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["@audit/source", "module"],
    external,
    logLevel: "silent",
  });
  const text = outputFiles[0]?.text ?? "";
  return {
    text,
    bytes: Buffer.byteLength(text),
    gzipBytes: gzipSync(text).length,
    files: Object.keys(metafile.inputs),
  };
}

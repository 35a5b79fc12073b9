import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build } from "esbuild";
import { type Spread, spreadOf } from "../harness/statistics.ts";
import { packages, programs } from "./programs.ts";

/** What packages weigh, and what programs cost until their first event. */
export interface StartResult {
  /** Bytes after minifying and gzip, without zod. */
  readonly sizes: readonly { readonly name: string; readonly bytes: number }[];
  /** Processor time until the first event, as a multiple of the first program's. */
  readonly starts: readonly {
    readonly name: string;
    readonly differs: string;
    readonly times: Spread;
  }[];
}

/** For CommonJS among the peers; every program has it. */
const js =
  'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);';
const resolveDir = fileURLToPath(new URL("../", import.meta.url));

/** Weighs the packages and starts each program in turn, as one file each. */
export async function measureStart(rounds: number): Promise<StartResult> {
  const sizes = await Promise.all(
    packages.map(async (name) => ({ name, bytes: await gzippedBytes(name) })),
  );
  const folder = await mkdtemp(join(tmpdir(), "audit-bench-start-"));
  try {
    const files = await Promise.all(
      programs.map(async ({ text }, index) => {
        const outfile = join(folder, `${index}.mjs`);
        await bundle(text, {
          outfile,
          platform: "node",
          mainFields: ["module", "main"],
          banner: { js },
        });
        return outfile;
      }),
    );
    const costs = files.map((): number[] => []);
    for (let round = 0; round < rounds; round += 1)
      for (const [index, file] of files.entries()) costs[index]?.push(await spentUntilEvent(file));
    const starts = programs.map(({ name, differs }, index) => ({
      name,
      differs,
      times: spreadOf(
        (costs[index] ?? []).map((cost, at) => cost / (costs[0]?.[at] ?? Number.NaN)),
      ),
    }));
    return { sizes, starts };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function gzippedBytes(name: string): Promise<number> {
  const text = `export * from "${name}";`;
  const { outputFiles } = await bundle(text, { minify: true, external: ["zod"], write: false });
  return gzipSync(outputFiles?.[0]?.contents ?? new Uint8Array()).length;
}

function bundle(contents: string, options: BuildOptions) {
  return build({
    stdin: { contents, resolveDir },
    bundle: true,
    format: "esm",
    target: "es2023",
    conditions: ["@audit/source"],
    logLevel: "error",
    ...options,
  });
}

function spentUntilEvent(file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [file], (error, stdout) => {
      if (error !== null) return reject(error);
      // Safe: this is what the programs write.
      const { user, system } = JSON.parse(stdout) as { user: number; system: number };
      resolve(user + system);
    });
  });
}

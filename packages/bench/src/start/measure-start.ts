import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { catalog } from "@audit/events";
import { type BuildOptions, build } from "esbuild";
import type { Judged } from "../harness/run-group.ts";
import { type Spread, spreadOf } from "../harness/statistics.ts";
import { programs } from "./programs.ts";
import { faster, shaken, smaller } from "./start-goals.ts";
import { packages, trees, type Weighed } from "./weighed.ts";

/** What packages weigh, and what programs cost until their first event. */
export interface StartResult {
  /** Bytes after minifying and gzip, without zod. */
  readonly sizes: readonly { readonly name: string; readonly bytes: number }[];
  /** The same of programs that import some of our actions, and how many actions they carry. */
  readonly trees: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly actions: number;
  }[];
  /** Processor time until the first event, as a multiple of the first program's. */
  readonly starts: readonly {
    readonly name: string;
    readonly differs: string;
    readonly times: Spread;
  }[];
  readonly goals: readonly Judged[];
}

/** For CommonJS among the peers; every program has it. */
const js =
  'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);';
const forNode: BuildOptions = { platform: "node", mainFields: ["module", "main"] };
const resolveDir = fileURLToPath(new URL("../", import.meta.url));

/** Weighs the packages and starts each program in turn, as one file each. */
export async function measureStart(rounds: number): Promise<StartResult> {
  const sizes = await Promise.all(
    packages.map(async (each) => ({ name: each.name, bytes: (await weigh(each)).bytes })),
  );
  const carried = await Promise.all(
    trees.map(async (each) => ({ name: each.name, ...(await weigh(each)) })),
  );
  const folder = await mkdtemp(join(tmpdir(), "audit-bench-start-"));
  try {
    const files = await Promise.all(
      programs.map(async ({ text }, index) => {
        const outfile = join(folder, `${index}.mjs`);
        await bundle(text, {
          outfile,
          ...forNode,
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
    const goals = [...smaller(sizes), ...faster(starts), ...shaken(carried)];
    return { sizes, trees: carried, starts, goals };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function weigh({ text }: Weighed): Promise<{ bytes: number; actions: number }> {
  const { outputFiles } = await bundle(text, {
    ...forNode,
    minify: true,
    external: ["zod"],
    write: false,
  });
  const contents = outputFiles?.[0]?.contents ?? new Uint8Array();
  const code = new TextDecoder().decode(contents);
  const actions = catalog.actions.filter(({ name }) => code.includes(`"${name}"`)).length;
  return { bytes: gzipSync(contents).length, actions };
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
    execFile(process.execPath, [file], { cwd: resolveDir }, (error, stdout) => {
      if (error !== null) return reject(error);
      // Safe: this is what the programs write at last; one of the peers logs before.
      const { user, system } = JSON.parse(stdout.split("\n").at(-1) ?? "") as {
        user: number;
        system: number;
      };
      resolve(user + system);
    });
  });
}

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
import { foldingPrograms } from "./folding-programs.ts";
import { type Program, programs } from "./programs.ts";
import { faster, folding, shaken, smaller } from "./start-goals.ts";
import { packages, trees, type Weighed } from "./weighed.ts";

/** What packages weigh, and what programs cost until their first event. */
export interface StartResult {
  /** All that a package exports. */
  readonly sizes: readonly (Weight & { readonly name: string })[];
  /** The same of programs that import some of our actions, and how many actions they carry. */
  readonly trees: readonly (Weight & { readonly name: string; readonly actions: number })[];
  /** Programs that emit one event. */
  readonly starts: readonly Start[];
  /** Programs that emit one event and fold it to a state, with what they weigh. */
  readonly folds: readonly (Start & Weight)[];
  readonly goals: readonly Judged[];
}

/** What a program does, and its processor time until it has done it, as a multiple of an empty one's. */
interface Start {
  readonly name: string;
  readonly differs: string;
  readonly times: Spread;
}

/** Bytes after minifying and gzip. */
interface Weight {
  /** Without zod. */
  readonly bytes: number;
  /** All that is carried. */
  readonly withZod: number;
}

/** For CommonJS among the peers; every program has it. */
const js =
  'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);';
const forNode: BuildOptions = { platform: "node", mainFields: ["module", "main"] };
const resolveDir = fileURLToPath(new URL("../", import.meta.url));

/** Weighs the packages and starts each program in turn, as one file each. */
export async function measureStart(rounds: number): Promise<StartResult> {
  const sizes = await Promise.all(packages.map(weighNamed));
  const carried = await Promise.all(trees.map(weighNamed));
  const weights = await Promise.all(foldingPrograms.map(weighNamed));
  const times = await startInTurn([...programs, ...foldingPrograms], rounds);
  const started = ({ name, differs }: Program, at: number): Start => ({
    name,
    differs,
    times: times[at] ?? spreadOf([]),
  });
  const starts = programs.map(started);
  const folds = weights.flatMap((weight, at) => {
    const program = foldingPrograms[at];
    return program === undefined ? [] : { ...weight, ...started(program, programs.length + at) };
  });
  const goals = [...smaller(sizes), ...faster(starts), ...shaken(carried), ...folding(folds)];
  return { sizes, trees: carried, starts, folds, goals };
}

/** Gives the processor time of each program in each round, as a multiple of the first program's. */
async function startInTurn(all: readonly Program[], rounds: number): Promise<Spread[]> {
  const folder = await mkdtemp(join(tmpdir(), "audit-bench-start-"));
  try {
    const files = await Promise.all(
      all.map(async ({ text }, index) => {
        const outfile = join(folder, `${index}.mjs`);
        await bundle(text, { outfile, ...forNode, banner: { js } });
        return outfile;
      }),
    );
    const costs = files.map((): number[] => []);
    for (let round = 0; round < rounds; round += 1)
      for (const [index, file] of files.entries()) costs[index]?.push(await spentUntilEvent(file));
    return costs.map((spent) =>
      spreadOf(spent.map((cost, at) => cost / (costs[0]?.[at] ?? Number.NaN))),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function weighNamed({ name, text }: Weighed) {
  const alone = await packed(text, ["zod"]);
  const code = new TextDecoder().decode(alone);
  return {
    name,
    bytes: gzipSync(alone).length,
    withZod: gzipSync(await packed(text, [])).length,
    actions: catalog.actions.filter(({ name }) => code.includes(`"${name}"`)).length,
  };
}

async function packed(text: string, external: string[]): Promise<Uint8Array> {
  const { outputFiles } = await bundle(text, { ...forNode, minify: true, external, write: false });
  return outputFiles?.[0]?.contents ?? new Uint8Array();
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

/** `pnpm demo`: the main job, end to end, on embedded Tinybird. @module */
import { resolve } from "node:path";
import { Command } from "commander";
import { runBundled } from "./bundled/run-bundled.ts";
import { runChecks } from "./checks/run-checks.ts";

interface Flags {
  readonly checks?: string;
  readonly data?: string;
  readonly json?: boolean;
}

// pnpm runs scripts in the folder of the package; paths are meant from where the person is.
const fromHere = (path: string) => resolve(process.env.INIT_CWD ?? process.cwd(), path);

const program = new Command("demo")
  .description(
    "Turns check results into audit events, appends them to embedded Tinybird and reads an entity's past back.\nWithout options: a bundled outage in three waves, one check late, one event delivered twice.",
  )
  .option(
    "--checks <file>",
    "check results as NDJSON: timestamp (ms), monitor, status, statusCode, latencyMs",
    fromHere,
  )
  .option(
    "--data <dir>",
    "keep the data there; without --checks, answer from what is there",
    fromHere,
  )
  .option("--json", "print data instead of text")
  .addHelpText(
    "after",
    `
Exit codes: 0 all well, 1 it could not be done, 2 done, but lines of the file were skipped.

Examples:
  npx -y pnpm@12 demo
  npx -y pnpm@12 demo --checks checks.ndjson --data ./kept
  npx -y pnpm@12 demo --data ./kept --json`,
  )
  .action(async ({ checks, data, json = false }: Flags) => {
    process.exitCode =
      checks === undefined && data === undefined
        ? await runBundled({ json })
        : await runChecks({ file: checks, data, json });
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

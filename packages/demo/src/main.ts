/** `pnpm demo`: the main job, end to end, on embedded Tinybird. @module */
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { runBundled } from "./bundled/run-bundled.ts";
import { runChecks } from "./checks/run-checks.ts";

interface Flags {
  readonly checks?: string;
  readonly data?: string;
  readonly json?: boolean;
}

// pnpm runs scripts in the folder of the package; paths are meant from where the person is.
function fromHere(path: string): string {
  if (path === "") throw new InvalidArgumentError("A path must not be empty.");
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

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
    "keep the data there, for one file and what it grows by; without --checks, answer from what is there",
    fromHere,
  )
  .option("--json", "print data instead of text")
  .addHelpText(
    "after",
    `
Checks: status is up, degraded or down; statusCode and latencyMs may be left
out; region, message, name and url may be given. A monitor's name has at most
200 characters. Every line that is no check is skipped and named on stderr.

Exit codes: 0 all well, 1 it could not be done, 2 done, but lines of the file
were skipped. With --data alone it is 0: the number of lines that were skipped
is then what was stored.

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

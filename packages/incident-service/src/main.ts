import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { runIncidentService } from "./running.ts";
import { readSettings } from "./settings/settings.ts";
import { withTinybird } from "./with-tinybird.ts";

interface Flags {
  readonly settings: string;
  readonly directory: string;
  readonly port: number;
  readonly host: string;
  readonly tinybirdUrl?: string;
}

const program = new Command("incident-service")
  .description(
    "Takes checks, opens incidents, tells people, and has every change in the audit log.",
  )
  .requiredOption("--settings <file>", "JSON with apiKeys and webhooks, as example-settings.json")
  .option("--directory <folder>", "where events wait and states are saved", ".incident-service")
  .option("--port <number>", "0 for a free one", port, 4000)
  .option("--host <address>", "loopback unless told otherwise", "127.0.0.1")
  .option(
    "--tinybird-url <url>",
    "its token comes from TINYBIRD_TOKEN; without it, embedded Tinybird is started",
    process.env.TINYBIRD_URL,
  )
  .addHelpText(
    "after",
    `
What it says goes to stderr; embedded Tinybird's AUDIT_URL and AUDIT_TOKEN, for the command audit, go to stdout.

Example:
  pnpm incident-service --settings packages/incident-service/example-settings.json
  curl -X POST localhost:4000/checks -H "Authorization: Bearer example-probe-key" \\
    -H "Content-Type: application/json" -d '{"monitor":"api","status":"down","timestamp":'$(date +%s)'000}'`,
  );

await main().catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  program.parse(process.argv.filter((argument) => argument !== "--"));
  const flags = program.opts<Flags>();
  // Through pnpm the working directory is another one than the person's.
  const path = (given: string) => resolve(process.env.INIT_CWD ?? ".", given);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const settings = readSettings(await readFile(path(flags.settings), "utf8"));
  const directory = path(flags.directory);
  const tinybird = await withTinybird({
    url: flags.tinybirdUrl,
    token: process.env.TINYBIRD_TOKEN,
    directory,
    say,
    // Not to stderr, which is kept as a log.
    show: (line) => process.stdout.write(`${line}\n`),
  });
  try {
    const { port, host } = flags;
    const running = await runIncidentService({ settings, tinybird, directory, port, host, say });
    say(`Listening on ${running.url}; its description is at ${running.url}/openapi.json`);
    const signal = await new Promise<string>((resolve) => {
      for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => resolve(name));
    });
    say(`${signal}: saving the states`);
    await running.stop();
  } finally {
    await tinybird.stop();
  }
}

function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65_535)
    throw new InvalidArgumentError("It must be a number from 0 to 65535.");
  return number;
}

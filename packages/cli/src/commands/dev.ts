import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { watchFolder } from "../dev/watch-folder.ts";
import { exitCodes } from "../exit-codes.ts";
import { plainText } from "../print/plain-text.ts";
import { safeJson } from "../print/safe-json.ts";
import { workingDirectory } from "../settings.ts";

interface Flags {
  readonly project: string;
  readonly data?: string;
  readonly port: number;
  readonly watch: boolean;
  readonly fixtures: boolean;
  readonly json?: true;
}

/** Gives `audit dev`. */
export function devCommand(): Command {
  return new Command("dev")
    .description("Run the data project here until Ctrl-C, and again whenever it changes.")
    .option("--project <dir>", "folder of Tinybird datafiles", "tinybird")
    .option("--data <dir>", "keep the data there (default: it goes at the end)")
    .option("--port <number>", "port to listen on, 0 for a free one", port, 7181)
    .option("--no-fixtures", "leave the rows of fixtures/ out")
    .option("--no-watch", "do not look for changes")
    .option("--json", "print one line of JSON at each start: url, token, tokens, workspace")
    .addHelpText("after", "\nExample:\n  $ audit dev --project tinybird --port 0")
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  // Here and not above: it brings ClickHouse, which no other command needs.
  const { startTinybird } = await import("@audit/tinybird-embedded");
  const project = resolve(workingDirectory(), flags.project);
  const data =
    flags.data === undefined
      ? await mkdtemp(join(tmpdir(), "audit-dev-"))
      : resolve(workingDirectory(), flags.data);
  const forget = async () => {
    if (flags.data === undefined) await rm(data, { recursive: true, force: true, maxRetries: 3 });
  };
  const { fixtures } = flags;
  let server = await startTinybird({ project, data, port: flags.port, fixtures }).catch(
    async (error: unknown) => {
      await forget();
      throw error;
    },
  );
  const address = Number(new URL(server.url).port);
  let working: Promise<void> | undefined;
  let isStopping = false;
  let watcher: { close(): void } | undefined;

  const stop = async (code: number) => {
    if (isStopping) return;
    isStopping = true;
    watcher?.close();
    await working;
    await server.stop();
    await forget();
    process.exit(code);
  };
  const guard = (running: typeof server) =>
    void running.ended.then(async () => {
      if (isStopping || working !== undefined || running !== server) return;
      process.stderr.write("The server ended by itself\n");
      await stop(exitCodes.error);
    });
  const redeploy = async () => {
    try {
      // First beside it: datafiles that do not work leave the server as it is.
      const trial = await startTinybird({ project, fixtures });
      await trial.stop();
      if (isStopping) return;
      await server.stop();
      server = await startTinybird({ project, data, port: address, fixtures });
      guard(server);
      if (flags.json) print(server, true);
      else process.stderr.write("The project changed: deployed again\n");
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      process.stderr.write(`The project changed and was not deployed. ${plainText(why)}\n`);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => void stop(exitCodes.ok));
  guard(server);
  if (flags.watch)
    watcher = watchFolder(project, async () => {
      working = redeploy();
      await working;
      working = undefined;
    });
  // Last: who reads it may send a signal at once.
  print(server, flags.json === true);
}

interface Started {
  readonly url: string;
  readonly token: string;
  readonly tokens: Readonly<Record<string, string>>;
  readonly workspace: string;
}

function print({ url, token, tokens, workspace }: Started, json: boolean): void {
  if (json) {
    process.stdout.write(`${safeJson({ url, token, tokens, workspace })}\n`);
    return;
  }
  const others = Object.entries(tokens).map(([name, value]) => `# token "${name}": ${value}\n`);
  process.stdout.write(
    `AUDIT_URL=${url}\nAUDIT_TOKEN=${token}\nAUDIT_TINYBIRD_WORKSPACE=${workspace}\n${others.join("")}# Put these lines into .env. Ctrl-C stops the server.\n`,
  );
}

function port(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError("A port is a whole number up to 65535.");
}

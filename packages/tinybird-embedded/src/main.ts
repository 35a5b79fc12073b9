#!/usr/bin/env node
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { runCheck } from "./check/run-check.ts";
import { withoutUndefined } from "./datafile/without-undefined.ts";
import { environmentSecrets } from "./kafka/environment-secrets.ts";
import type { KafkaMode } from "./kafka/kafka-mode.ts";
import { type LogLevel, logLevels } from "./logging/log-level.ts";
import { recoveryLines } from "./recovery-lines.ts";
import { StartError } from "./start-error.ts";
import { startTinybird, type Tinybird } from "./start-tinybird.ts";

interface StartOptions {
  readonly project: string;
  readonly data?: string;
  readonly port: number;
  readonly host: string;
  readonly cors?: readonly string[];
  readonly token?: string;
  readonly compactAfterBytes?: number;
  readonly reservedBytes?: number;
  readonly repairLog?: true;
  readonly requestsPerSecond?: number;
  readonly logLevel: LogLevel;
  readonly fixtures?: true;
  readonly ttl: boolean;
  readonly json?: true;
  readonly bodyLimit?: number;
  readonly partitionsPerInsert?: number;
  readonly reads?: number;
  readonly queuedReads?: number;
  readonly querySeconds?: number;
  readonly resultRows?: number;
  readonly resultBytes?: number;
  readonly readRows?: number;
  readonly memoryBytes?: number;
  readonly queryThreads?: number;
  readonly kafka: KafkaMode;
}

const program = new Command("tinybird-embedded").description(
  "A Tinybird-compatible server on ClickHouse in-process, for a laptop and CI.",
);

program
  .command("start", { isDefault: true })
  .description("Serve the datafiles of a project until Ctrl-C.")
  .option("--project <dir>", "folder of Tinybird datafiles", ".")
  .option("--data <dir>", "directory that keeps data and tokens (default: a temporary one)")
  .option("--port <number>", "port to listen on, 0 for a free one", port, 7181)
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .addOption(
    new Option(
      "--token <token>",
      "administrator's token (default: a random one, kept with the data)",
    ).env("TINYBIRD_TOKEN"),
  )
  .option("--cors <origin...>", "origins whose pages may call it from a browser (default: none)")
  .option("--body-limit <bytes>", "size of a body; past it 413 (default: 10000000)", wholeNumber)
  .option(
    "--partitions-per-insert <number>",
    "partitions of one request's rows; past it 400 (default: 100)",
    wholeNumber,
  )
  .option("--compact-after-bytes <number>", "size past which the log is compacted", wholeNumber)
  .option(
    "--reserved-bytes <number>",
    "what the disk keeps free; below, rows are refused",
    wholeNumber,
  )
  .option("--repair-log", "go on without what of the log cannot be read, which is set aside")
  .option(
    "--requests-per-second <number>",
    "requests to /v0/events a second for each data source, 429 past it (default: unlimited)",
    Number,
  )
  .addOption(
    new Option("--log-level <level>", "log from this level on, as JSON lines on stderr")
      .choices(logLevels)
      .default("warn"),
  )
  .option(
    "--fixtures",
    "append fixtures/<data source>.ndjson and .csv to data sources without rows",
  )
  .option("--no-ttl", "keep rows that ENGINE_TTL would let expire, old fixtures for instance")
  .option("--reads <number>", "queries that run side by side (default: 8)", wholeNumber)
  .option("--queued-reads <number>", "queries that wait; past it 429 (default: 100)", wholeNumber)
  .option("--query-seconds <number>", "time of a query; past it 408 (default: 10)", wholeNumber)
  .option("--result-rows <number>", "rows that a query gives (default: any number)", wholeNumber)
  .option("--result-bytes <number>", "size of a result (default: 100000000)", wholeNumber)
  .option("--read-rows <number>", "rows that a query reads (default: any number)", wholeNumber)
  .option("--memory-bytes <number>", "memory of a query (default: 1000000000)", wholeNumber)
  .option("--query-threads <number>", "processors of a query (default: half of them)", wholeNumber)
  .option(
    "--kafka",
    "consume the topics of every KAFKA_* data source (default: where the brokers are on this machine, or come from a secret that is given)",
    "auto",
  )
  .option("--no-kafka", "consume no topic")
  .option("--json", "print one line of JSON: url, token, tokens, workspace, pid")
  .addHelpText(
    "after",
    `
Example:
  $ tinybird-embedded start --project tinybird --data .tinybird
  $ curl -X POST 'http://127.0.0.1:7181/v0/events?name=audit_log&token=…' -d '{"id":"monitor:1"}'

Secrets that connections name come from the environment: TINYBIRD_SECRET_NAME for {{ tb_secret("NAME") }}.

Exit codes: 0 stopped, 1 could not start or ended by itself, 2 wrong options.`,
  )
  .action(start);

program
  .command("check")
  .description("Say what of a project works: deploys it, calls every endpoint, runs its tests.")
  .argument("<dir>", "folder of Tinybird datafiles")
  .option("--json", "print the counts and the problems as one line of JSON")
  .addHelpText(
    "after",
    `
Deploys the datafiles on a server of their own that is gone at the end, appends
fixtures/<data source>.ndjson and .csv, and turns TTLs off so that old fixtures
stay. A wrong file stops no other one.

  Data sources      .datasource files.
  Materializations  .pipe files with a node of TYPE materialized.
  Endpoints         The other .pipe files: called over HTTP, with a sample for
                    each parameter without a default. Without any TYPE the last
                    node is the endpoint, as in Tinybird Classic. Copies and
                    sinks are not counted; what is wrong with them is told.
  Tests             Cases of tests/<pipe>.yaml, run as \`tb test\` does, and SQL
                    of Classic's tests, which must give no rows.

An error that a template raises by error() or custom_error() is an answer.

--json prints {datasources, materializations, endpoints, tests}, each with total
and ok, and problems, each with file, line and reason.

Example:
  $ tinybird-embedded check tinybird

Exit codes: 0 all works, 1 problems, 2 wrong options or no such project.`,
  )
  .action(async (project: string, { json }: { readonly json?: true }) => {
    process.exitCode = await runCheck(fromCaller(project), json === true);
  });

for (const command of [program, ...program.commands]) {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
}
await program.parseAsync();

async function start({ json, ...given }: StartOptions): Promise<void> {
  const { querySeconds, resultRows, resultBytes, readRows, memoryBytes, queryThreads, ...options } =
    given;
  const limits = {
    seconds: querySeconds,
    resultRows,
    resultBytes,
    readRows,
    memoryBytes,
    threads: queryThreads,
  };
  const tinybird = await startTinybird({
    ...options,
    queryLimits: withoutUndefined(limits),
    secrets: environmentSecrets(process.env),
    project: fromCaller(options.project),
    ...(options.data === undefined ? {} : { data: fromCaller(options.data) }),
  }).catch((cause: unknown) => {
    if (!(cause instanceof StartError)) throw cause;
    console.error(cause.message);
    process.exit(cause.code === "option_invalid" ? 2 : 1);
  });
  for (const line of recoveryLines(tinybird.recovery)) console.error(line);
  for (const warning of tinybird.warnings) console.error(`Warning: ${warning}`);
  let asked = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      asked = true;
      void tinybird.stop().then(() => process.exit(0));
    });
  }
  // Last: who reads it may send a signal at once.
  print(tinybird, json === true, options.data);
  await tinybird.ended;
  if (asked) return;
  console.error("Cannot go on as the server's process ended by itself");
  await tinybird.stop();
  process.exit(1);
}

function print(tinybird: Tinybird, json: boolean, data?: string): void {
  const { url, token, tokens, workspace, pid } = tinybird;
  if (json) {
    console.log(JSON.stringify({ url, token, tokens, workspace, pid }));
    return;
  }
  console.log(`Tinybird-compatible server on ${url}`);
  console.log(`Token: ${token}`);
  for (const [name, value] of Object.entries(tokens)) console.log(`Token "${name}": ${value}`);
  console.log(data === undefined ? "The data goes when it stops." : `Data: ${fromCaller(data)}`);
  console.log("Ctrl-C stops it.");
}

/** A script that a package manager runs starts elsewhere than the person who typed the path. */
function fromCaller(path: string): string {
  // Resolved, an empty path would be a directory that nobody named; startTinybird refuses it.
  if (path === "") return path;
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

function wholeNumber(text: string): number {
  // What it must be between is startTinybird's to say.
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
}

function port(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError("A port is a whole number up to 65535.");
}

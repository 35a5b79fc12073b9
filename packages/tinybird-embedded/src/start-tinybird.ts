import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { access, constants, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ChildMessage, graceMilliseconds, type ParentMessage } from "./child/child-message.ts";
import { forkChild } from "./child/fork-child.ts";
import { withoutUndefined } from "./datafile/without-undefined.ts";
import { defaultDurability } from "./durability/durability-options.ts";
import type { Recovery } from "./durability/recovery.ts";
import { makeDirectory } from "./engine/make-directory.ts";
import { requireSupportedPlatform } from "./engine/require-supported-platform.ts";
import type { KafkaMode } from "./kafka/kafka-mode.ts";
import type { LogLevel } from "./logging/log-level.ts";
import { defaultQueryLimits, type QueryLimits } from "./query/query-limits.ts";
import { requireLoadOptions } from "./require-load-options.ts";
import { requireStartOptions } from "./require-start-options.ts";
import { StartError, type StartFailure } from "./start-error.ts";
import type { TokensByName } from "./tokens/token-file.ts";

/** What a server is started with. */
export interface TinybirdOptions {
  /** Folder of Tinybird datafiles. */
  readonly project: string;
  /** Directory that keeps the data and the tokens. Omitted: a temporary one, removed by `stop`. */
  readonly data?: string;
  /** Default 0: a free one. */
  readonly port?: number;
  /** Default `127.0.0.1`. Any address but the loopback's needs a `token` that nobody can guess. */
  readonly host?: string;
  /** Origins whose pages may call the server from a browser, `https://app.example.com`. Default: none. */
  readonly cors?: readonly string[];
  /**
   * The administrator's, at least 8 characters; off the loopback at least 32, of which 10 are different and which do not
   * mostly repeat or follow each other. Omitted: a random one, kept in `data`.
   */
  readonly token?: string;
  /** Bytes of a request's body, unpacked. Default 10 MB, as Tinybird's. */
  readonly bodyLimit?: number;
  /** Into how many partitions the rows of one request may fall; 400 past it. From 1 to 100, the default. */
  readonly partitionsPerInsert?: number;
  readonly queryLimits?: Partial<QueryLimits>;
  /** How many queries run side by side, at most 256; others wait. Default 8. Writes do not wait for them. */
  readonly reads?: number;
  /**
   * Bytes of the log's records past which they are replaced by a snapshot of the tables; 0 does so after every one.
   * Default 256 MB.
   */
  readonly compactAfterBytes?: number;
  /** Bytes that the disk keeps free; below, rows are refused with 507. Default 32 MB. */
  readonly reservedBytes?: number;
  /** Goes on without what of the log cannot be read, and keeps its files in `log/set-aside`. Default false: an error. */
  readonly repairLog?: boolean;
  /** Requests to `/v0/events` a second for each data source, a whole number from 1; 429 past it. Default: unlimited. */
  readonly requestsPerSecond?: number;
  /** From which level on the server logs, as JSON lines on stderr. Default `warn`; `info` has every request. */
  readonly logLevel?: LogLevel;
  /**
   * Whether the rows of `fixtures/<data source>.ndjson` and `.csv` are appended before the server listens: to data
   * sources without rows, so that a second start on the same data doubles nothing. Default false.
   */
  readonly fixtures?: boolean;
  /** Whether rows expire as ENGINE_TTL says. Default true; false keeps old fixtures. */
  readonly ttl?: boolean;
  /** How many queries wait for a place; others are answered 429. Default 100. */
  readonly queuedReads?: number;
  /**
   * Whether the topics of `KAFKA_*` data sources are consumed. Default `"auto"`: those of connections whose brokers are on
   * this machine, or come from one of `secrets`. `true`: those of every connection; `false`: none.
   */
  readonly kafka?: KafkaMode;
  /** Values of the secrets that connections name, `{{ tb_secret("NAME") }}`. They are in no log, error or answer. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** A server that listens. */
export interface Tinybird {
  /** Base URL, without a slash at its end. */
  readonly url: string;
  /** The administrator's token, which may do everything. */
  readonly token: string;
  /** Id of the workspace, which the JWTs that you sign name as `workspace_id`. */
  readonly workspace: string;
  /** The tokens that datafiles ask for with TOKEN, by name. */
  readonly tokens: TokensByName;
  /** What the start had to do so that everything that was acknowledged is there. */
  readonly recovery: Recovery;
  /** What of the datafiles is not done as they say: sentences that begin with file and line. */
  readonly warnings: readonly string[];
  /** The server's process. */
  readonly pid: number;
  /** Resolves when the server's process has ended, for whatever reason, and its temporary directory is gone. */
  readonly ended: Promise<void>;
  /**
   * Ends the server once running requests have their answers, after 5 s at the latest; new ones get none, or 503.
   *
   * A second call gives the same promise.
   */
  stop(): Promise<void>;
}

/**
 * Starts a Tinybird-compatible server in a process of its own, which ends with this one at the latest.
 *
 * @throws {StartError} If it cannot start; `code` and `failure` say why.
 * @example
 * const tinybird = await startTinybird({ project: "tinybird" });
 * const answer = await fetch(`${tinybird.url}/v0/events?name=audit_log&wait=true`, {
 *   method: "POST",
 *   headers: { Authorization: `Bearer ${tinybird.token}` },
 *   body: '{"id":"monitor:1","action":"monitor.delete","timestamp":1700000000000}',
 * });
 * await answer.json(); // { successful_rows: 1, quarantined_rows: 0 }
 * await tinybird.stop();
 */
export function startTinybird(options: TinybirdOptions): Promise<Tinybird> {
  return startServer(options, { lenient: false });
}

/** A server, and the files that it went on without. */
export interface StartedServer extends Tinybird {
  readonly refused: readonly StartFailure[];
}

/** Starts a server that, when lenient, serves what works of a project and keeps rows past their TTL. */
export async function startServer(
  options: TinybirdOptions,
  { lenient }: { readonly lenient: boolean },
): Promise<StartedServer> {
  const { host = "127.0.0.1", port = 0, bodyLimit = 10_000_000, token } = options;
  const { partitionsPerInsert = 100 } = options;
  const { reads = 8, queuedReads = 100, requestsPerSecond, logLevel = "warn" } = options;
  const queryLimits = { ...defaultQueryLimits, ...withoutUndefined(options.queryLimits ?? {}) };
  const { cors = [] } = options;
  requireStartOptions({ ...options, host, cors, logLevel });
  requireSupportedPlatform();
  requireLoadOptions({ reads, queuedReads, bodyLimit, partitionsPerInsert, queryLimits });
  const temporary = options.data === undefined;
  const data = await makeDataDirectory(options.data);
  // Threads besides for writes, files and reads of the server's own, so that queries cannot take them all.
  const child = forkChild(reads + 16);
  // Not `exit`: what the child wrote to stderr is to be there, too.
  const ended = new Promise<void>((end) => child.once("close", () => end())).then(async () => {
    if (temporary) await rm(data, { recursive: true, force: true, maxRetries: 3 });
  });
  try {
    const {
      port: taken,
      recovery,
      warnings,
      refused,
      ...tokens
    } = await firstAnswer(child, {
      type: "start",
      project: resolve(options.project),
      data,
      temporary,
      host,
      cors,
      port,
      bodyLimit,
      partitionsPerInsert,
      reads,
      queuedReads,
      queryLimits,
      repairLog: options.repairLog ?? false,
      durability: {
        compactAfterBytes: options.compactAfterBytes ?? defaultDurability.compactAfterBytes,
        reservedBytes: options.reservedBytes ?? defaultDurability.reservedBytes,
      },
      logLevel,
      ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
      fixtures: options.fixtures ?? false,
      ttl: options.ttl ?? true,
      lenient,
      kafka: options.kafka ?? "auto",
      secrets: options.secrets ?? {},
      ...(token === undefined ? {} : { token }),
    });
    const url = `http://${host.includes(":") ? `[${host}]` : host}:${taken}`;
    let stopping: Promise<void> | undefined;
    const stop = async () => {
      if (child.connected) say(child, { type: "stop" });
      else child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), graceMilliseconds + 2_000);
      await ended;
      clearTimeout(late);
    };
    return {
      url,
      token: tokens.token,
      workspace: tokens.workspace,
      tokens: tokens.tokens,
      recovery,
      warnings,
      refused,
      pid: child.pid ?? 0,
      ended,
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (cause) {
    child.kill("SIGKILL");
    await ended;
    throw cause;
  }
}

async function makeDataDirectory(data: string | undefined): Promise<string> {
  // The child makes it, as it knows how to have it removed: this process may end at any moment.
  if (data === undefined) {
    await requireWritable(tmpdir());
    return join(tmpdir(), `tinybird-embedded-${randomUUID()}`);
  }
  const path = resolve(data);
  await makeDirectory(path, { recursive: true });
  return path;
}

async function requireWritable(directory: string): Promise<void> {
  await access(directory, constants.W_OK | constants.X_OK).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    const reason = `temporary directories must be possible there: ${why}`;
    throw new StartError({ code: "data_unusable", data: directory, reason }, { cause });
  });
}

type Listening = Extract<ChildMessage, { readonly type: "listening" }>;

function firstAnswer(child: ChildProcess, start: ParentMessage): Promise<Listening> {
  return new Promise((resolve, reject) => {
    // Only our own child talks on this channel.
    child.once("message", (message: ChildMessage) => {
      if (message.type === "listening") resolve(message);
      else reject(new StartError(message.failure));
    });
    child.once("error", (cause) =>
      reject(new StartError({ code: "child_ended", reason: cause.message }, { cause })),
    );
    child.once("close", (code, signal) =>
      reject(new StartError({ code: "child_ended", reason: `exit ${signal ?? code}` })),
    );
    say(child, start);
  });
}

function say(child: ChildProcess, message: ParentMessage): void {
  // A child that is gone already shows as its exit.
  child.send(message, () => undefined);
}

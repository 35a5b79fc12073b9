import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Session } from "chdb";
import { ClickhouseError } from "./clickhouse-error.ts";
import { ConcurrencyLimit } from "./concurrency-limit.ts";
import { endWhenAborted } from "./end-when-aborted.ts";
import { removeHolderFile, writeHolderFile } from "./holder-file.ts";
import { Lane } from "./lane.ts";
import { loadChdb } from "./load-chdb.ts";
import { openWhenFree } from "./open-when-free.ts";
import { ReadRefusedError } from "./read-refused-error.ts";
import { requireSupportedPlatform } from "./require-supported-platform.ts";
import { openResult, type QueryResult } from "./result-file.ts";
import { SessionPool } from "./session-pool.ts";
import { connectionArguments, parameterSettings, type Settings, setStatement } from "./settings.ts";
import { quoteString } from "./sql-text.ts";

/** The database that holds the project's data sources. */
export const database = "tb";

/** What a read may ask for. */
export interface SelectOptions {
  /** ClickHouse output format, default `JSONEachRow`. */
  readonly format?: string;
  readonly settings?: Settings;
  /** Values for `{name:Type}` in the statement; they never enter its text. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** How an insert is done. */
export interface InsertOptions {
  /** An insert of the same token into the same table, or into the views behind it, changes nothing. */
  readonly token: string;
  /** Leaves out the materialized views that cannot take the rows. Default false: the insert fails. */
  readonly skipFailingViews?: boolean;
}

/** What a query from outside is run with. */
export interface QueryOptions {
  /** ClickHouse output format. */
  readonly format: string;
  readonly settings: Settings;
  /** Values for `{name:Type}` in the statement; they never enter its text. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A place among the queries that run side by side. */
export interface Reader {
  /**
   * Runs one SELECT without a FORMAT, and gives its whole result.
   *
   * @throws {ReadRefusedError} If the signal of the place comes first; the query has ended then.
   */
  query(statement: string, options: QueryOptions): Promise<QueryResult>;
}

/** How many queries run side by side, and how many more wait for a place. */
export interface ReadLimits {
  readonly reads: number;
  readonly queuedReads: number;
}

/** Our own reads are short; they must not be many at once beside the queries. */
const ownReads = 4;

/** The session of one write lane. */
export interface Writer {
  /** Inserts rows (NDJSON, named columns, no empty line) in one block. */
  insert(table: string, rows: Buffer, options: InsertOptions): Promise<void>;
  /** Runs one of our own statements. */
  execute(statement: string): Promise<void>;
  select(statement: string, options?: SelectOptions): Promise<Buffer>;
}

/** ClickHouse on one data directory. One per process, as chDB allows no second. */
export class Engine {
  /** Where its data is. */
  readonly directory: string;
  readonly #newSession: () => Promise<Session>;
  readonly #results: string;
  readonly #sessions: SessionPool;
  readonly #queries: ConcurrencyLimit;
  readonly #ownReads = new ConcurrencyLimit(ownReads);
  readonly #killer: Lane;
  readonly #lanes = new Map<string, Lane>();
  readonly #main: Lane;
  #ping: Promise<string> | undefined;

  private constructor(
    directory: string,
    newSession: () => Promise<Session>,
    { reads, queuedReads }: ReadLimits,
  ) {
    this.directory = directory;
    this.#newSession = newSession;
    this.#results = resultsIn(directory);
    this.#sessions = new SessionPool(newSession);
    this.#queries = new ConcurrencyLimit(reads, queuedReads);
    this.#killer = new Lane(newSession);
    this.#main = new Lane(newSession);
  }

  /**
   * Opens a data directory, creating it when it is not there and waiting for a process that is ending.
   *
   * @throws {StartError} If the platform has no chDB build, or another process keeps the directory.
   */
  static async open(directory: string, limits: ReadLimits): Promise<Engine> {
    requireSupportedPlatform();
    const chdb = await loadChdb();
    const connectionArgs = connectionArguments;
    const newSession = async (): Promise<Session> => {
      const session = new chdb.Session(directory, { connectionArgs });
      await session.queryAsync(`USE ${database}`);
      return session;
    };
    await openWhenFree(directory, async () => {
      const first = new chdb.Session(directory, { connectionArgs });
      // Not `default`: chDB makes that one an overlay over the file system.
      await first.queryAsync(`CREATE DATABASE IF NOT EXISTS ${database} ENGINE = Atomic`);
      first.close();
    });
    writeHolderFile(directory);
    // What a process left that was killed; now the directory is ours.
    await rm(resultsIn(directory), { recursive: true, force: true });
    await mkdir(resultsIn(directory));
    return new Engine(directory, newSession, limits);
  }

  /** Tells who waits for the directory that this process is ending; what runs goes on. */
  leave(): void {
    removeHolderFile(this.directory);
  }

  /** Asks ClickHouse for its version, past all reads that wait; who asks meanwhile shares the answer. */
  ping(): Promise<string> {
    this.#ping ??= this.#wrap(async () => {
      const session = await this.#newSession();
      try {
        const version = await select(session, "SELECT version()", { format: "TSVRaw" });
        return version.toString("utf8").trim();
      } finally {
        session.close();
      }
    }).finally(() => {
      this.#ping = undefined;
    });
    return this.#ping;
  }

  /** Runs one of our own statements, after those given before it. */
  async execute(statement: string): Promise<void> {
    await this.#wrap(() => this.#main.run((session) => session.queryAsync(statement)));
  }

  /** Runs a read of our own. Queries from outside cannot keep it waiting, nor have it refused. */
  select(statement: string, options: SelectOptions = {}): Promise<Buffer> {
    const { settings = {}, ...others } = options;
    return this.#wrap(() =>
      this.#ownReads.run(() =>
        this.#sessions.run(settings, (session) => select(session, statement, others)),
      ),
    );
  }

  /**
   * Runs a job in a place among the queries from outside; waits for one while too many others have theirs.
   *
   * Once the signal comes, the query that the job runs is killed; its place is free when it has ended.
   *
   * @throws {ReadRefusedError} If as many wait as may, or the signal comes before the job's turn.
   */
  read<T>(signal: AbortSignal, job: (reader: Reader) => Promise<T>): Promise<T> {
    const query: Reader["query"] = (statement, options) =>
      this.#wrap(() => this.#query(statement, options, signal));
    return this.#queries.run(() => job({ query }), { signal });
  }

  /**
   * Has ClickHouse write the result to a file and not to memory: chDB's streams begin on the event loop, where a
   * subquery's value would be worked out; and a slow client would keep the query running.
   */
  async #query(
    statement: string,
    { format, settings, parameters = {} }: QueryOptions,
    signal: AbortSignal,
  ): Promise<QueryResult> {
    const id = randomUUID();
    const path = join(this.#results, id);
    // ClickHouse's list of queries has the first part of a text only, so what names this one comes first.
    const text = `${markerOf(id)} ${statement}\nINTO OUTFILE ${quoteString(path)}\nFORMAT ${format}`;
    const run = async (session: Session) => {
      if (signal.aborted) throw new ReadRefusedError({ why: "client_gone" });
      await endWhenAborted(session.queryAsync(text), signal, () => this.#kill(id));
    };
    try {
      if (Object.keys(parameters).length === 0) await this.#sessions.run(settings, run);
      else {
        // One with parameters is in the list as ClickHouse writes it, without its comment.
        const own = { ...parameterSettings(parameters), log_comment: id };
        await this.#sessions.runOnce({ ...own, ...settings }, run);
      }
      if (!signal.aborted) return await openResult(path);
    } catch (cause) {
      if (!signal.aborted) throw cause;
    } finally {
      await rm(path, { force: true });
    }
    throw new ReadRefusedError({ why: "client_gone" });
  }

  async #kill(id: string): Promise<void> {
    const isIt = `startsWith(query, '${markerOf(id)}') OR Settings['log_comment'] = '${id}'`;
    // Never SYNC: chDB would wait for ever. One that fails is followed by the next.
    const statement = `KILL QUERY WHERE ${isIt} ASYNC`;
    await this.#killer.run((session) => session.queryAsync(statement)).catch(() => undefined);
  }

  /** Gives the rows of a read of our own. The caller names the type that its SELECT list makes. */
  async rows<Row>(statement: string, options: SelectOptions = {}): Promise<Row[]> {
    const answer = await this.select(statement, options);
    const lines = answer.toString("utf8").split("\n").filter(Boolean);
    // Our own statement and ClickHouse's own JSON: their shapes are fixed together, by the caller.
    return lines.map((line) => JSON.parse(line) as Row);
  }

  /** Runs a job on the named write lane: lanes run side by side, the jobs of one in the order given. */
  write<T>(name: string, job: (writer: Writer) => Promise<T>): Promise<T> {
    const lane = this.#lanes.get(name) ?? new Lane(this.#newSession);
    this.#lanes.set(name, lane);
    return this.#wrap(() =>
      lane.run((session) =>
        job({
          insert: (table, rows, options) => this.#wrap(() => insert(session, table, rows, options)),
          execute: (statement) =>
            this.#wrap(async () => void (await session.queryAsync(statement))),
          select: (statement, options = {}) =>
            this.#wrap(() => select(session, statement, options)),
        }),
      ),
    );
  }

  async #wrap<T>(job: () => Promise<T>): Promise<T> {
    try {
      return await job();
    } catch (cause) {
      const native = cause instanceof Error && "clickhouseCode" in cause;
      throw native ? new ClickhouseError(cause, this.directory) : cause;
    }
  }
}

function markerOf(id: string): string {
  return `/* ${id} */`;
}

function resultsIn(directory: string): string {
  return join(directory, "results");
}

async function select(
  session: Session,
  statement: string,
  { format = "JSONEachRow", settings, parameters }: SelectOptions,
): Promise<Buffer> {
  if (settings !== undefined) await session.queryAsync(setStatement(settings));
  const result =
    parameters === undefined
      ? await session.queryAsync(statement, { format })
      : await session.queryBindAsync(statement, parameters, { format });
  return Buffer.from(result.bytes());
}

const emptyLine = "\n\n";

async function insert(
  session: Session,
  table: string,
  rows: Buffer,
  { token, skipFailingViews = false }: InsertOptions,
): Promise<void> {
  // ClickHouse would take what stands behind one for a statement.
  if (rows.includes(emptyLine)) throw new Error("Rows must have no empty line between them");
  await session.insert({
    table: `${database}.${table}`,
    format: "JSONEachRow",
    values: rows,
    settings: {
      // One block, so that the rows of a partition are one part, and a token is one entry of its table's window.
      input_format_parallel_parsing: 0,
      max_insert_block_size: 100_000_000,
      min_insert_block_size_rows: 0,
      min_insert_block_size_bytes: 0,
      input_format_null_as_default: 0,
      insert_deduplicate: 1,
      insert_deduplication_token: token,
      materialized_views_ignore_errors: skipFailingViews ? 1 : 0,
    },
  });
}

import type { Session } from "chdb";
import { ClickhouseError } from "./clickhouse-error.ts";
import { ConcurrencyLimit } from "./concurrency-limit.ts";
import { removeHolderFile, writeHolderFile } from "./holder-file.ts";
import { Lane } from "./lane.ts";
import { loadChdb } from "./load-chdb.ts";
import { openWhenFree } from "./open-when-free.ts";
import { requireSupportedPlatform } from "./require-supported-platform.ts";
import { connectionArguments, type Settings, setStatement } from "./settings.ts";

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
  readonly #reads: ConcurrencyLimit;
  readonly #lanes = new Map<string, Lane>();
  readonly #main: Lane;
  #ping: Promise<string> | undefined;

  private constructor(directory: string, newSession: () => Promise<Session>, reads: number) {
    this.directory = directory;
    this.#newSession = newSession;
    this.#reads = new ConcurrencyLimit(reads);
    this.#main = new Lane(newSession);
  }

  /**
   * Opens a data directory, creating it when it is not there and waiting for a process that is ending.
   *
   * @throws {StartError} If the platform has no chDB build, or another process keeps the directory.
   */
  static async open(directory: string, options: { readonly reads: number }): Promise<Engine> {
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
    return new Engine(directory, newSession, options.reads);
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

  /** Runs a read in a session of its own, which ends with it; waits while too many others run. */
  select(statement: string, options: SelectOptions = {}): Promise<Buffer> {
    return this.#wrap(() =>
      this.#reads.run(async () => {
        const session = await this.#newSession();
        try {
          return await select(session, statement, options);
        } finally {
          session.close();
        }
      }),
    );
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

import type { Session } from "chdb";
import { ConcurrencyLimit } from "./concurrency-limit.ts";
import { removeHolderFile, writeHolderFile } from "./holder-file.ts";
import { type InsertOptions, insertRows } from "./insert-rows.ts";
import { Lane } from "./lane.ts";
import { loadChdb } from "./load-chdb.ts";
import { openWhenFree } from "./open-when-free.ts";
import { OutsideQueries, type Reader, type ReadLimits, resultsIn } from "./outside-queries.ts";
import { requireSupportedPlatform } from "./require-supported-platform.ts";
import { type SelectOptions, selectRows } from "./select-rows.ts";
import { SessionPool } from "./session-pool.ts";
import { connectionArguments } from "./settings.ts";
import { withTextFile } from "./text-file.ts";
import { translateErrors } from "./translate-errors.ts";

export type { Reader, ReadLimits };

/** The database that holds the project's data sources. */
export const database = "tb";

/** Our own reads are short; they must not be many at once beside the queries. */
const ownReads = 4;

/** The session of one write lane. */
export interface Writer {
  /** Inserts rows (NDJSON, named columns, no empty line) in one block. */
  insert(table: string, rows: Buffer, options: InsertOptions): Promise<void>;
  /** Runs one of our own statements. */
  execute(statement: string): Promise<void>;
  select(statement: string, options?: SelectOptions): Promise<Buffer>;
  /** Gives a job the path of a file with this text, which is there as long as the job runs. */
  withFile<T>(text: string, job: (path: string) => Promise<T>): Promise<T>;
}

/** ClickHouse on one data directory. One per process, as chDB allows no second. */
export class Engine {
  /** Where its data is. */
  readonly directory: string;
  readonly #newSession: () => Promise<Session>;
  readonly #sessions: SessionPool;
  readonly #queries: OutsideQueries;
  readonly #ownReads = new ConcurrencyLimit(ownReads);
  readonly #lanes = new Map<string, Lane>();
  readonly #main: Lane;
  #ping: Promise<string> | undefined;

  private constructor(
    directory: string,
    first: Session,
    newSession: () => Promise<Session>,
    sessions: SessionPool,
    queries: OutsideQueries,
  ) {
    this.directory = directory;
    this.#newSession = newSession;
    this.#sessions = sessions;
    this.#queries = queries;
    // It stays open: with its last session ClickHouse would unload the store, and load it again with the next.
    this.#main = new Lane(async () => first);
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
    const first = await openWhenFree(directory, async () => {
      const session = new chdb.Session(directory, { connectionArgs });
      // Not `default`: chDB makes that one an overlay over the file system.
      await session.queryAsync(`CREATE DATABASE IF NOT EXISTS ${database} ENGINE = Atomic`);
      await session.queryAsync(`USE ${database}`);
      return session;
    });
    writeHolderFile(directory);
    const sessions = new SessionPool(newSession);
    const queries = await OutsideQueries.open(directory, newSession, sessions, limits);
    return new Engine(directory, first, newSession, sessions, queries);
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
        const version = await selectRows(session, "SELECT version()", { format: "TSVRaw" });
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
        this.#sessions.run(settings, (session) => selectRows(session, statement, others)),
      ),
    );
  }

  /** Gives the rows of a read of our own. The caller names the type that its SELECT list makes. */
  async rows<Row>(statement: string, options: SelectOptions = {}): Promise<Row[]> {
    const answer = await this.select(statement, options);
    const lines = answer.toString("utf8").split("\n").filter(Boolean);
    // Our own statement and ClickHouse's own JSON: their shapes are fixed together, by the caller.
    return lines.map((line) => JSON.parse(line) as Row);
  }

  /**
   * Runs a job in a place among the queries from outside; waits for one while too many others have theirs.
   *
   * Once the signal comes, the query that the job runs is killed; its place is free when it has ended.
   *
   * @throws {ReadRefusedError} If as many wait as may, or the signal comes before the job's turn.
   */
  read<T>(signal: AbortSignal, job: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#queries.run(signal, job);
  }

  /** Runs a job on the named write lane: lanes run side by side, the jobs of one in the order given. */
  write<T>(name: string, job: (writer: Writer) => Promise<T>): Promise<T> {
    const lane = this.#lanes.get(name) ?? new Lane(this.#newSession);
    this.#lanes.set(name, lane);
    return this.#wrap(() =>
      lane.run((session) =>
        job({
          insert: (table, rows, options) =>
            this.#wrap(() => insertRows(session, `${database}.${table}`, rows, options)),
          execute: (statement) =>
            this.#wrap(async () => void (await session.queryAsync(statement))),
          select: (statement, options) => this.#wrap(() => selectRows(session, statement, options)),
          withFile: (text, use) => withTextFile(resultsIn(this.directory), text, use),
        }),
      ),
    );
  }

  #wrap<T>(job: () => Promise<T>): Promise<T> {
    return translateErrors(this.directory, job);
  }
}

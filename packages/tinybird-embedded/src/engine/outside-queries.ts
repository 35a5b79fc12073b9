import { randomUUID } from "node:crypto";
import { mkdir, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Session } from "chdb";
import { ConcurrencyLimit } from "./concurrency-limit.ts";
import { endWhenAborted } from "./end-when-aborted.ts";
import { Lane } from "./lane.ts";
import { ReadRefusedError } from "./read-refused-error.ts";
import { openResult, type QueryResult } from "./result-file.ts";
import type { SessionPool } from "./session-pool.ts";
import { parameterSettings, type Settings } from "./settings.ts";
import { quoteString } from "./sql-text.ts";
import { translateErrors } from "./translate-errors.ts";

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

/** The queries from outside: bounded in number, and ended once nobody waits for them. */
export class OutsideQueries {
  readonly #directory: string;
  readonly #places: ConcurrencyLimit;
  readonly #sessions: SessionPool;
  readonly #killer: Lane;

  private constructor(
    directory: string,
    newSession: () => Promise<Session>,
    sessions: SessionPool,
    { reads, queuedReads }: ReadLimits,
  ) {
    this.#directory = directory;
    this.#places = new ConcurrencyLimit(reads, queuedReads);
    this.#sessions = sessions;
    // Of its own: it must not wait for what it is to kill.
    this.#killer = new Lane(newSession);
  }

  /** Makes room for results in the data directory, which is ours: what a process left that was killed goes. */
  static async open(
    directory: string,
    newSession: () => Promise<Session>,
    sessions: SessionPool,
    limits: ReadLimits,
  ): Promise<OutsideQueries> {
    const results = resultsIn(directory);
    await rm(results, { recursive: true, force: true });
    await mkdir(results);
    return new OutsideQueries(directory, newSession, sessions, limits);
  }

  /**
   * Runs a job in a place among the queries; waits for one while too many others have theirs.
   *
   * Once the signal comes, the query that the job runs is killed; its place is free when it has ended.
   *
   * @throws {ReadRefusedError} If as many wait as may, or the signal comes before the job's turn.
   */
  run<T>(signal: AbortSignal, job: (reader: Reader) => Promise<T>): Promise<T> {
    const query: Reader["query"] = (statement, options) =>
      translateErrors(this.#directory, () => this.#query(statement, options, signal));
    return this.#places.run(() => job({ query }), { signal });
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
    const path = join(resultsIn(this.#directory), id);
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
      if (!signal.aborted) return openResult(path);
    } catch (cause) {
      if (!signal.aborted) throw cause;
    } finally {
      // One that failed early has no file.
      await unlink(path).catch(() => undefined);
    }
    throw new ReadRefusedError({ why: "client_gone" });
  }

  async #kill(id: string): Promise<void> {
    const isIt = `startsWith(query, '${markerOf(id)}') OR Settings['log_comment'] = '${id}'`;
    // Never SYNC: chDB would wait for ever. One that fails is followed by the next.
    const statement = `KILL QUERY WHERE ${isIt} ASYNC`;
    await this.#killer.run((session) => session.queryAsync(statement)).catch(() => undefined);
  }
}

function markerOf(id: string): string {
  return `/* ${id} */`;
}

/** Where files are that live as long as a statement. */
export function resultsIn(directory: string): string {
  return join(directory, "results");
}

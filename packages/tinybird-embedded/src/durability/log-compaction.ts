import { database, type Engine } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { removeReplaced } from "../write-ahead-log/log-files.ts";
import type { LogWriter } from "../write-ahead-log/log-writer.ts";
import type { Journal } from "./journal.ts";
import { readDefinitions, writeSnapshot } from "./write-snapshot.ts";

const copies = "tb_snapshot";

/** What a compaction works on. */
export interface CompactionOptions {
  readonly engine: Engine;
  readonly journal: Journal;
  readonly writer: LogWriter;
  /** The log's directory and id. */
  readonly directory: string;
  readonly log: string;
  /** Bytes of records after the last snapshot, at the opening. */
  readonly bytes: number;
  /** Bytes of records past which they are replaced by a snapshot. */
  readonly compactAfterBytes: number;
  readonly failed: (cause: unknown) => void;
}

/**
 * Replaces the records of a log by a snapshot of what they made, when they have become many or on demand.
 *
 * Rows go on coming in: the snapshot is made from links to the tables' parts, which take a moment to set.
 */
export class LogCompaction {
  readonly #options: CompactionOptions;
  /** Of the records that are not in a snapshot. */
  #from: number;
  #running: Promise<void> | undefined;

  constructor(options: CompactionOptions) {
    this.#options = options;
    this.#from = -options.bytes;
  }

  /** Compacts in the background, if it is time. */
  consider(): void {
    const { writer, compactAfterBytes } = this.#options;
    if (writer.written - this.#from > compactAfterBytes) this.start();
  }

  /** Compacts in the background, whatever the size; what is logged from now on may stay. */
  start(): void {
    this.#running ??= this.#compact()
      .catch(this.#options.failed)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when nothing runs. */
  async end(): Promise<void> {
    await this.#running;
  }

  async #compact(): Promise<void> {
    const { engine, journal, writer, directory, log } = this.#options;
    const from = writer.written;
    // Also after a failure: the next try is to come when as much again has been written.
    this.#from = from;
    const { upTo, definitions, last } = await journal.alone(async (applied) => {
      await copyTables(engine);
      const found = await readDefinitions(engine);
      return { upTo: applied, definitions: found, last: await writer.rotate() };
    });
    await writeSnapshot(engine, directory, { log, upTo, ...definitions, from: copies });
    await removeReplaced(directory, { upTo, last, isWritten: true });
    await engine.execute(`DROP DATABASE ${copies} SYNC`);
  }
}

/** Makes a copy of each table as it is now, in a moment: its parts are linked. */
async function copyTables(engine: Engine): Promise<void> {
  await engine.execute(`DROP DATABASE IF EXISTS ${copies} SYNC`);
  await engine.execute(`CREATE DATABASE ${copies} ENGINE = Atomic`);
  const tables = await engine.rows<{ name: string }>(
    `SELECT name FROM system.tables
     WHERE database = ${quoteString(database)} AND engine LIKE '%MergeTree'`,
  );
  for (const { name } of tables) {
    const table = quoteName(name);
    await engine.execute(`CREATE TABLE ${copies}.${table} CLONE AS ${database}.${table}`);
  }
}

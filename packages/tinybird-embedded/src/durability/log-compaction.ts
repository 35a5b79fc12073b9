import type { Engine } from "../engine/engine.ts";
import { removeReplaced } from "../write-ahead-log/log-files.ts";
import type { LogWriter } from "../write-ahead-log/log-writer.ts";
import type { Journal } from "./journal.ts";
import { copies, copyTables, dropCopies } from "./snapshot-copies.ts";
import { readDefinitions, writeSnapshot } from "./write-snapshot.ts";

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
  #isWantedAgain = false;
  #isEnding = false;

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
    if (this.#isEnding) return;
    // What runs may have copied the tables before the change that this call is for.
    if (this.#running !== undefined) this.#isWantedAgain = true;
    else this.#running = this.#compactWhileWanted();
  }

  /** Resolves when nothing runs; from the call on nothing new is begun. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#running;
  }

  async #compactWhileWanted(): Promise<void> {
    do {
      this.#isWantedAgain = false;
      await this.#compact().catch(this.#options.failed);
    } while (this.#isWantedAgain && !this.#isEnding);
    this.#running = undefined;
  }

  async #compact(): Promise<void> {
    const { engine, journal, writer, directory, log } = this.#options;
    const from = writer.written;
    // Also after a failure: the next try is to come when as much again has been written.
    this.#from = from;
    try {
      const { upTo, definitions, positions, last } = await journal.alone(async (applied) => {
        await copyTables(engine);
        const found = await readDefinitions(engine);
        const last = await writer.rotate();
        return { upTo: applied, definitions: found, positions: journal.positions.list(), last };
      });
      await writeSnapshot(engine, directory, {
        ...{ log, upTo, positions, ...definitions },
        from: copies,
      });
      await removeReplaced(directory, { upTo, last, isWritten: true });
    } finally {
      await dropCopies(engine);
    }
  }
}

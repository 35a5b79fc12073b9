import { statfs } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { LogError } from "../write-ahead-log/log-error.ts";
import type { Change, LogRecord } from "../write-ahead-log/log-record.ts";
import type { LogWriter } from "../write-ahead-log/log-writer.ts";
import { Positions } from "../write-ahead-log/positions.ts";
import type { Applied } from "./apply-record.ts";

/**
 * At most so many records are logged and not known to be in the store: a start after a crash brings them in again, and
 * that changes nothing as long as the tables' windows of tokens hold them. One insert makes an entry per partition, of
 * which ClickHouse allows 100, and per view that feeds a table: 200 of 10,000 for one view. Few, too, so that requests
 * go into the log together when the store is what keeps them waiting.
 */
const maximumBehind = 2;
const maximumBytesBehind = 64_000_000;

/** What the journal needs of its surroundings. */
export interface JournalOptions {
  /** The directory whose disk must keep free space. */
  readonly directory: string;
  readonly writer: LogWriter;
  /** Brings a record into the store; what it throws is tried again. `tries` counts from 1. */
  readonly apply: (record: LogRecord, tries: number) => Promise<Applied>;
  /** Told when the store cannot take what is logged, once per record. */
  readonly stalled: (cause: unknown) => void;
  /** The disk keeps so many bytes free, for ClickHouse to work with. */
  readonly reservedBytes: number;
  /** Milliseconds between two tries to bring a record into the store. */
  readonly retryMilliseconds: number;
}

/** A change that is in the log, and will be in the store. */
export interface Committed {
  /** Resolves when it is in the store, or with `undefined` when the store cannot take it for now. */
  readonly applied: Promise<Applied | undefined>;
}

/** How a journal does. */
export interface JournalState {
  /** How many records are in the log and not in the store. */
  readonly behind: number;
  /** Whether the store refuses to take them, for now. */
  readonly stalled: boolean;
  /** Whether the log takes no more, up to the next start. */
  readonly broken: boolean;
}

interface Pending {
  readonly record: LogRecord;
  readonly bytes: number;
  readonly settle: (applied: Applied | undefined) => void;
  /** Called when it is in the store, however long that takes. */
  readonly done: () => void;
}

/** Takes changes into the log first, and from there into the store, in one order. */
export class Journal {
  readonly #options: JournalOptions;
  readonly #pending: Pending[] = [];
  readonly #waiting: (() => void)[] = [];
  #applied: number;
  #logging = 0;
  #bytesBehind = 0;
  #isStalled = false;
  #isAlone = false;
  #applying: Promise<void> | undefined;

  /** Up to where topics are in the log, what is not in the store yet included. */
  readonly positions: Positions;

  constructor(options: JournalOptions, applied: number, positions = new Positions()) {
    this.#options = options;
    this.#applied = applied;
    this.positions = positions;
  }

  /** Every record up to this number is in the store. */
  get applied(): number {
    return this.#applied;
  }

  get state(): JournalState {
    const { isBroken: broken } = this.#options.writer;
    return { behind: this.#pending.length, stalled: this.#isStalled, broken };
  }

  /**
   * Takes a change into the log; resolves when it is on disk. From then on it is kept, whatever happens.
   *
   * @throws {LogError} If it cannot be logged; then nothing of it is kept.
   */
  async commit(change: Change): Promise<Committed> {
    const bytes = bytesOf(change);
    await this.#requireSpace(bytes);
    if (change.kind === "insert") {
      await this.#until(() => !this.#isBehind());
      return this.#log(change, bytes);
    }
    return this.#commitAlone(change);
  }

  /** A delete must not be brought in a second time after rows that came later: nothing is logged beside it. */
  #commitAlone(change: Change): Promise<Committed> {
    return new Promise((resolve, reject) => {
      const job = async () => {
        let over: () => void = () => undefined;
        const done = new Promise<void>((end) => {
          over = end;
        });
        resolve(await this.#log(change, 0, over));
        await done;
      };
      this.alone(job).catch(reject);
    });
  }

  async #log(
    change: Change,
    bytes: number,
    done: () => void = () => undefined,
  ): Promise<Committed> {
    this.#logging += 1;
    this.#bytesBehind += bytes;
    try {
      const record = await this.#options.writer.append(change);
      this.positions.take(change);
      const applied = new Promise<Applied | undefined>((settle) => {
        this.#pending.push({ record, bytes, settle, done });
        // Who comes while nothing can be inserted is told so at once.
        if (this.#isStalled) settle(undefined);
      });
      this.#applying ??= this.#applyAll();
      return { applied };
    } catch (cause) {
      this.#bytesBehind -= bytes;
      throw cause;
    } finally {
      this.#logging -= 1;
      this.#wake();
    }
  }

  /**
   * Runs a job while the store has everything that is logged, and nothing else is logged.
   *
   * @throws {LogError} If the store cannot take what is logged for now.
   */
  async alone<T>(job: (applied: number) => Promise<T>): Promise<T> {
    await this.#until(() => !this.#isAlone && this.#behind === 0);
    this.#isAlone = true;
    try {
      return await job(this.#applied);
    } finally {
      this.#isAlone = false;
      this.#wake();
    }
  }

  /** Resolves when everything that is logged is in the store. */
  async drain(): Promise<void> {
    while (this.#applying !== undefined) await this.#applying;
  }

  async #requireSpace(bytes: number): Promise<void> {
    const { directory, reservedBytes } = this.#options;
    const { bavail, bsize } = await statfs(directory);
    if (bavail * bsize < reservedBytes + 2 * bytes) throw new LogError("full");
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.#isStalled) throw new LogError("behind");
      await new Promise<void>((resume) => this.#waiting.push(resume));
    }
  }

  get #behind(): number {
    return this.#pending.length + this.#logging;
  }

  #isBehind(): boolean {
    if (this.#isAlone || this.#behind >= maximumBehind) return true;
    return this.#behind > 0 && this.#bytesBehind >= maximumBytesBehind;
  }

  async #applyAll(): Promise<void> {
    for (let next = this.#pending[0]; next !== undefined; next = this.#pending[0]) {
      const applied = await this.#applyOne(next.record);
      this.#pending.shift();
      this.#applied = next.record.number;
      this.#bytesBehind -= next.bytes;
      next.settle(applied);
      next.done();
      this.#wake();
    }
    this.#applying = undefined;
  }

  async #applyOne(record: LogRecord): Promise<Applied> {
    for (let tries = 1; ; tries += 1) {
      try {
        const applied = await this.#options.apply(record, tries);
        this.#isStalled = false;
        return applied;
      } catch (cause) {
        if (!this.#isStalled) this.#options.stalled(cause);
        this.#isStalled = true;
        for (const { settle } of this.#pending) settle(undefined);
        this.#wake();
        await sleep(this.#options.retryMilliseconds, undefined, { ref: false });
      }
    }
  }

  /** Lets all who wait look again, in the order in which they came. */
  #wake(): void {
    for (const resume of this.#waiting.splice(0)) resume();
  }
}

function bytesOf(change: Change): number {
  if (!("parts" in change)) return 0;
  return change.parts.reduce((sum, { lines }) => sum + lines.length, 0);
}

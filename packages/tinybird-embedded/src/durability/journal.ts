import { statfs } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { LogError } from "../write-ahead-log/log-error.ts";
import type { Change, LogRecord } from "../write-ahead-log/log-record.ts";
import type { LogWriter } from "../write-ahead-log/log-writer.ts";
import type { Applied } from "./apply-record.ts";

/**
 * At most so many records are logged and not known to be in the store: a start after a crash brings them in again, and
 * that changes nothing as long as the tables' windows of tokens hold them. One insert makes an entry per partition, of
 * which ClickHouse allows 100: half of the 10,000 entries that a window has.
 */
const maximumBehind = 50;
const maximumBytesBehind = 64_000_000;

/** What the journal needs of its surroundings. */
export interface JournalOptions {
  /** The directory whose disk must keep free space. */
  readonly directory: string;
  readonly writer: LogWriter;
  /** Brings a record into the store; what it throws is tried again. */
  readonly apply: (record: LogRecord) => Promise<Applied>;
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

interface Pending {
  readonly record: LogRecord;
  readonly bytes: number;
  readonly settle: (applied: Applied | undefined) => void;
}

/** Takes changes into the log first, and from there into the store, in one order. */
export class Journal {
  readonly #options: JournalOptions;
  readonly #pending: Pending[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #between: (() => Promise<void>)[] = [];
  #applied: number;
  #logging = 0;
  #bytesBehind = 0;
  #isStalled = false;
  #applying: Promise<void> | undefined;

  constructor(options: JournalOptions, applied: number) {
    this.#options = options;
    this.#applied = applied;
  }

  /** Every record up to this number is in the store. */
  get applied(): number {
    return this.#applied;
  }

  /** How many records are in the log and not in the store, and whether the store refuses to take them. */
  get state(): { readonly behind: number; readonly stalled: boolean } {
    return { behind: this.#pending.length, stalled: this.#isStalled };
  }

  /**
   * Takes a change into the log; resolves when it is on disk. From then on it is kept, whatever happens.
   *
   * @throws {LogError} If it cannot be logged; then nothing of it is kept.
   */
  async commit(change: Change): Promise<Committed> {
    const bytes = bytesOf(change);
    await this.#room(bytes);
    this.#logging += 1;
    this.#bytesBehind += bytes;
    try {
      const record = await this.#options.writer.append(change);
      const applied = new Promise<Applied | undefined>((settle) => {
        this.#pending.push({ record, bytes, settle });
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

  /** Runs a job on the store as it is after some record, while no other is brought in. */
  between<T>(job: (applied: number) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#between.push(() => job(this.#applied).then(resolve, reject));
      this.#applying ??= this.#applyAll();
    });
  }

  /** Resolves when everything that is logged is in the store. */
  async drain(): Promise<void> {
    while (this.#applying !== undefined) await this.#applying;
  }

  async #room(bytes: number): Promise<void> {
    const { directory, reservedBytes } = this.#options;
    const { bavail, bsize } = await statfs(directory);
    if (bavail * bsize < reservedBytes + 2 * bytes) throw new LogError("full");
    while (this.#isBehind()) {
      if (this.#isStalled) throw new LogError("behind");
      await new Promise<void>((resume) => this.#waiting.push(resume));
    }
  }

  #isBehind(): boolean {
    const behind = this.#pending.length + this.#logging;
    return behind >= maximumBehind || (behind > 0 && this.#bytesBehind >= maximumBytesBehind);
  }

  async #applyAll(): Promise<void> {
    for (;;) {
      await this.#between.shift()?.();
      const [next] = this.#pending;
      if (next === undefined && this.#between.length === 0) break;
      if (next === undefined) continue;
      const applied = await this.#applyOne(next.record);
      this.#pending.shift();
      this.#applied = next.record.number;
      this.#bytesBehind -= next.bytes;
      next.settle(applied);
      this.#wake();
    }
    this.#applying = undefined;
  }

  async #applyOne(record: LogRecord): Promise<Applied> {
    for (;;) {
      try {
        const applied = await this.#options.apply(record);
        this.#isStalled = false;
        return applied;
      } catch (cause) {
        if (!this.#isStalled) this.#options.stalled(cause);
        this.#isStalled = true;
        for (const { settle } of this.#pending) settle(undefined);
        this.#wakeAll();
        await sleep(this.#options.retryMilliseconds, undefined, { ref: false });
      }
    }
  }

  #wake(): void {
    if (!this.#isBehind()) this.#waiting.shift()?.();
  }

  #wakeAll(): void {
    for (const resume of this.#waiting.splice(0)) resume();
  }
}

function bytesOf(change: Change): number {
  if (change.kind !== "insert") return 0;
  return change.parts.reduce((sum, { lines }) => sum + lines.length, 0);
}

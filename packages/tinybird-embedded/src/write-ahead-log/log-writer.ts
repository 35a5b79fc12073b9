import { type FileHandle, open, truncate } from "node:fs/promises";
import { encodeFrame } from "./frame.ts";
import { LogError } from "./log-error.ts";
import { segmentPath, syncDirectory } from "./log-files.ts";
import { type Change, encodeRecord, type LogRecord } from "./log-record.ts";
import { type LogTail, segmentHeader } from "./read-log.ts";

/** Where a writer goes on. */
export interface LogWriterOptions {
  readonly directory: string;
  readonly id: string;
  /** The number of the last record that is there. */
  readonly last: number;
  readonly tail: LogTail | undefined;
  /** Gives the number up to which every record is in the store. */
  readonly applied: () => number;
  /** A segment gets no record past this size. Default 64 MB. */
  readonly segmentBytes?: number;
}

interface Waiting {
  readonly change: Change;
  readonly resolve: (record: LogRecord) => void;
  readonly reject: (cause: unknown) => void;
}

/** Appends changes to a log. Those that come while one sync runs share the next. */
export class LogWriter {
  readonly #options: Required<LogWriterOptions>;
  readonly #waiting: Waiting[] = [];
  #file: FileHandle | undefined;
  #path = "";
  #size = 0;
  #last: number;
  #written = 0;
  /** What runs, one after the other: writes and changes of the file. */
  #turn: Promise<void> = Promise.resolve();
  #broken: unknown;

  private constructor(options: LogWriterOptions) {
    this.#options = { segmentBytes: 64_000_000, ...options };
    this.#last = options.last;
  }

  /** Opens a log to write after its last record; what is torn behind it is cut off. */
  static async open(options: LogWriterOptions): Promise<LogWriter> {
    const writer = new LogWriter(options);
    const { tail } = options;
    if (tail !== undefined && tail.bytes > 0) await writer.#continue(tail);
    return writer;
  }

  /** The number of the last record that is on disk. */
  get last(): number {
    return this.#last;
  }

  /**
   * Writes a change, and resolves when it is on disk, in the order of the calls.
   *
   * @throws {LogError} If the disk is full, and then nothing of it is in the log; or if the log cannot be written any more.
   */
  append(change: Change): Promise<LogRecord> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject });
      // The first to wait takes a turn; whoever comes before it begins goes along.
      if (this.#waiting.length === 1) this.#turn = this.#turn.then(() => this.#writeWaiting());
    });
  }

  /** Whether a write failed otherwise than by a full disk: no more is taken then, up to the next opening. */
  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  /** Bytes written since the log was opened. */
  get written(): number {
    return this.#written;
  }

  /** Ends the file; the next record begins a new one. Gives the number of the last record before it. */
  rotate(): Promise<number> {
    const rotated = this.#turn.then(async () => {
      await this.#closeFile();
      return this.#last;
    });
    this.#turn = rotated.then(
      () => undefined,
      (cause: unknown) => {
        this.#broken ??= cause;
      },
    );
    return rotated;
  }

  async #continue({ path, bytes, torn }: LogTail): Promise<void> {
    this.#file = await open(path, "r+");
    if (torn > 0) {
      await this.#file.truncate(bytes);
      await this.#file.datasync();
    }
    this.#path = path;
    this.#size = bytes;
  }

  async #writeWaiting(): Promise<void> {
    const group = this.#waiting.splice(0);
    try {
      const records = await this.#writeGroup(group.map(({ change }) => change));
      for (const [index, record] of records.entries()) group[index]?.resolve(record);
    } catch (cause) {
      for (const { reject } of group) reject(cause);
    }
  }

  async #writeGroup(changes: readonly Change[]): Promise<LogRecord[]> {
    if (this.#broken !== undefined) throw new LogError("broken", { cause: this.#broken });
    const applied = this.#options.applied();
    const records = changes.map((change, index) => ({
      number: this.#last + 1 + index,
      applied,
      change,
    }));
    const frames = records.map((record) => encodeFrame(encodeRecord(record)));
    const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
    try {
      const file = await this.#fileFor(bytes);
      await writeWhole(file, frames, this.#size);
      await file.datasync();
    } catch (cause) {
      throw await this.#undo(cause);
    }
    this.#size += bytes;
    this.#written += bytes;
    this.#last += records.length;
    return records;
  }

  async #fileFor(bytes: number): Promise<FileHandle> {
    if (this.#file !== undefined && this.#size + bytes > this.#options.segmentBytes) {
      await this.#closeFile();
    }
    if (this.#file !== undefined) return this.#file;
    const { directory, id } = this.#options;
    this.#path = segmentPath(directory, this.#last + 1);
    this.#size = 0;
    const file = await open(this.#path, "w", 0o600);
    this.#file = file;
    const header = encodeFrame([segmentHeader(id)]);
    await writeWhole(file, [header], 0);
    await syncDirectory(directory);
    this.#size = header.length;
    return file;
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** Takes back what was half written: nobody was told that it is there. */
  async #undo(cause: unknown): Promise<LogError> {
    const full = cause instanceof Error && "code" in cause && isFull(cause.code);
    try {
      // After another failure than a full disk it is not known what of the pages before is on disk.
      if (!full) throw cause;
      if (this.#file !== undefined) await truncate(this.#path, this.#size);
      if (this.#size === 0) await this.#closeFile();
      return new LogError("full", { cause });
    } catch (reason) {
      this.#broken = reason;
      return new LogError("broken", { cause: reason });
    }
  }
}

async function writeWhole(file: FileHandle, frames: readonly Buffer[], at: number): Promise<void> {
  const bytes = Buffer.concat(frames);
  for (let from = 0; from < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, from, bytes.length - from, at + from);
    from += bytesWritten;
  }
}

function isFull(code: unknown): boolean {
  return code === "ENOSPC" || code === "EDQUOT";
}

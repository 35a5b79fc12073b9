import { type FileHandle, open, rm } from "node:fs/promises";
import { SpoolBrokenError, SpoolClosedError, SpoolFullError } from "./spool-error.ts";
import { bytesOf, isDiskFull, listSpool, segmentPath, syncDirectory } from "./spool-files.ts";

/** Where a writer writes, and how much. */
export interface SegmentWriterOptions {
  readonly directory: string;
  /** The name of this opening; no other one has it. */
  readonly writer: string;
  /** A segment gets no frame past this size, unless it is its first. */
  readonly segmentBytes: number;
  /** Of all files of the directory together. */
  readonly maximumBytes: number;
}

interface Waiting {
  readonly frame: Buffer;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/** Appends frames to segments of its own. Those that come while one sync runs share the next. */
export class SegmentWriter {
  readonly #options: SegmentWriterOptions;
  readonly #waiting: Waiting[] = [];
  #file: FileHandle | undefined;
  #path: string | undefined;
  #size = 0;
  #number = 0;
  /** Bytes of all files of the directory, when they were last counted and written here since. */
  #counted = 0;
  #writtenSince = Number.POSITIVE_INFINITY;
  #turn: Promise<void> = Promise.resolve();
  #broken: unknown;
  #isClosed = false;

  constructor(options: SegmentWriterOptions) {
    this.#options = options;
  }

  /** The segment that may get more, and how much of it is on disk. */
  get active(): { readonly path: string; readonly bytes: number } | undefined {
    return this.#path === undefined ? undefined : { path: this.#path, bytes: this.#size };
  }

  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  /**
   * Writes a frame, and resolves when it is on disk; frames stand in the order of the calls.
   *
   * @throws {SpoolFullError} nothing of it is kept
   * @throws {SpoolBrokenError} after a failure that leaves open what is on disk
   * @throws {SpoolClosedError} after `close`
   */
  append(frame: Buffer): Promise<void> {
    if (this.#isClosed) return Promise.reject(new SpoolClosedError());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ frame, resolve, reject });
      // The first to wait takes a turn; whoever comes before it begins goes along.
      if (this.#waiting.length === 1) this.#turn = this.#turn.then(() => this.#writeWaiting());
    });
  }

  /** Resolves when everything that was appended before is settled; nothing can be appended after. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#turn;
    await this.#closeFile();
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        const fitting = await this.#refuseWhatDoesNotFit(group);
        if (fitting.length === 0) continue;
        await this.#write(Buffer.concat(fitting.map(({ frame }) => frame)));
        for (const { resolve } of fitting) resolve();
      } catch (cause) {
        for (const { reject } of group) reject(cause);
      }
    }
  }

  #takeGroup(): Waiting[] {
    let bytes = 0;
    const end = this.#waiting.findIndex(({ frame }, index) => {
      bytes += frame.length;
      return index > 0 && bytes > this.#options.segmentBytes;
    });
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end);
  }

  async #refuseWhatDoesNotFit(group: readonly Waiting[]): Promise<readonly Waiting[]> {
    const { maximumBytes } = this.#options;
    const wanted = group.reduce((sum, { frame }) => sum + frame.length, 0);
    // Others write and remove, too: count again now and then, and before refusing anything.
    if (this.#writtenSince > maximumBytes / 64 || this.#counted + wanted > maximumBytes) {
      await this.#count();
    }
    let room = maximumBytes - this.#counted;
    return group.filter(({ frame, reject }) => {
      const fits = frame.length <= room;
      if (fits) room -= frame.length;
      else reject(new SpoolFullError("maximum_bytes"));
      return fits;
    });
  }

  async #count(): Promise<void> {
    try {
      this.#counted = await bytesOf((await listSpool(this.#options.directory)).all);
      this.#writtenSince = 0;
    } catch {
      // What was counted before and written since is near enough; whether it can be written shows.
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#broken !== undefined) throw new SpoolBrokenError(this.#broken);
    try {
      const file = await this.#fileFor(bytes.length);
      for (let from = 0; from < bytes.length; ) {
        const at = this.#size + from;
        from += (await file.write(bytes, from, bytes.length - from, at)).bytesWritten;
      }
      await file.datasync();
    } catch (cause) {
      throw await this.#undo(cause);
    }
    this.#size += bytes.length;
    this.#counted += bytes.length;
    this.#writtenSince += bytes.length;
  }

  async #fileFor(bytes: number): Promise<FileHandle> {
    const { directory, writer, segmentBytes } = this.#options;
    if (this.#size > 0 && this.#size + bytes > segmentBytes) await this.#closeFile();
    if (this.#file !== undefined) return this.#file;
    this.#number += 1;
    this.#size = 0;
    // Before the file is there: a reader takes a segment that is not the active one for ended.
    this.#path = segmentPath(directory, writer, this.#number);
    this.#file = await open(this.#path, "wx", 0o600);
    await syncDirectory(directory);
    return this.#file;
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#path = undefined;
    this.#size = 0;
    await file?.close();
  }

  /** Takes back what was half written: nobody was told that it is there. */
  async #undo(cause: unknown): Promise<Error> {
    try {
      // After another failure than a full disk it is not known what of the pages before is on disk.
      if (!isDiskFull(cause)) throw cause;
      const path = this.#path;
      const isEmpty = this.#size === 0;
      await this.#file?.truncate(this.#size);
      // Never written to again: a reader may have seen more of it than is left.
      await this.#closeFile();
      if (path !== undefined && isEmpty) await rm(path, { force: true });
      return new SpoolFullError("disk", cause);
    } catch (reason) {
      this.#broken = reason;
      await this.#closeFile().catch(() => undefined);
      return new SpoolBrokenError(reason);
    }
  }
}

import { closeSync, fstatSync, openSync, read, readSync } from "node:fs";

/** Results up to here are read at once: 1 MB. */
const inMemory = 1_000_000;

const chunkBytes = 256 * 1024;

/** The result of a query, written in its format. */
export interface QueryResult {
  /** In bytes. */
  readonly size: number;
  /** A large one is a file, which must be read or closed. */
  readonly body: Uint8Array<ArrayBuffer> | ResultFile;
}

/**
 * Opens the file that a query has written; it may be removed then.
 *
 * A small one is read on the event loop: it was written just now, and is in memory. Each step on another thread would
 * cost more than all of them here.
 */
export function openResult(path: string): QueryResult {
  const file = openSync(path, "r");
  let kept = false;
  try {
    const { size } = fstatSync(file);
    if (size > inMemory) {
      kept = true;
      return { size, body: new ResultFile(file) };
    }
    const body = new Uint8Array(size);
    readSync(file, body);
    return { size, body };
  } finally {
    if (!kept) closeSync(file);
  }
}

/** A large result, in a file that has no name any more. */
export class ResultFile {
  readonly #file: number;
  #isOpen = true;

  constructor(file: number) {
    this.#file = file;
  }

  /**
   * Gives the file from its beginning, as fast as it is asked for, and closes it at the end or when the caller stops.
   *
   * All parts lie in the same memory: one is the caller's until it asks for the next.
   */
  async *parts(): AsyncGenerator<Uint8Array, void, undefined> {
    const memory = Buffer.allocUnsafeSlow(chunkBytes);
    try {
      for (;;) {
        const bytes = await readInto(this.#file, memory);
        if (bytes === 0) return;
        yield memory.subarray(0, bytes);
      }
    } finally {
      this.close();
    }
  }

  /** Lets go of the file; it does nothing the second time. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#file);
  }
}

function readInto(file: number, memory: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    read(file, memory, 0, memory.length, null, (cause, bytes) => {
      if (cause) reject(cause);
      else resolve(bytes);
    });
  });
}

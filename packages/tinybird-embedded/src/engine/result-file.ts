import { type FileHandle, open } from "node:fs/promises";

/** Results up to here are read at once: 1 MB. */
const inMemory = 1_000_000;

const chunkBytes = 256 * 1024;

/** The result of a query, written in its format. */
export interface QueryResult {
  /** In bytes. */
  readonly size: number;
  /** A large one is a stream, which reads from disk as fast as it is read itself; it must be read or cancelled. */
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** Opens the file that a query has written; it may be removed then. */
export async function openResult(path: string): Promise<QueryResult> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > inMemory) return { size, body: streamFile(file) };
    const body = new Uint8Array(size);
    await file.read(body);
    await file.close();
    return { size, body };
  } catch (cause) {
    await file.close();
    throw cause;
  }
}

function streamFile(file: FileHandle): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream(
    {
      async pull(controller) {
        const chunk = new Uint8Array(chunkBytes);
        const { bytesRead } = await file.read(chunk);
        if (bytesRead > 0) return controller.enqueue(chunk.subarray(0, bytesRead));
        await file.close();
        controller.close();
      },
      cancel: () => file.close(),
    },
    // Nothing is read ahead: a client that does not read costs no memory.
    { highWaterMark: 0 },
  );
}

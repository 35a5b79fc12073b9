import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { RequestError } from "../request-error.ts";

/**
 * Reads a request body as text, unpacked when `Content-Encoding` is gzip. Never holds much more than `limit` bytes.
 *
 * @throws {RequestError} 413 past the limit, 415 for another encoding, 400 when it is not gzip or not UTF-8.
 */
export async function readBody(request: Request, limit: number): Promise<string> {
  const bytes = await readBytes(request, limit);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const isPacked = request.headers.get("content-encoding")?.toLowerCase() === "gzip";
    const what = isPacked ? "gzip of UTF-8 text" : "UTF-8 text";
    throw new RequestError(400, `Cannot read the body as it must be ${what}`, { cause });
  }
}

/**
 * Reads a request body, unpacked when `Content-Encoding` is gzip. Never holds much more than `limit` bytes.
 *
 * @throws {RequestError} 413 past the limit, 415 for another encoding, 400 when it is not gzip, or is cut off.
 */
export async function readBytes(request: Request, limit: number): Promise<Buffer> {
  const declared = Number(request.headers.get("content-length") ?? "0");
  if (declared > limit) throw tooLarge(limit);
  const encoding = request.headers.get("content-encoding")?.toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") {
    throw new RequestError(415, `Cannot read a body with Content-Encoding "${encoding}": use gzip`);
  }
  if (request.body === null) return Buffer.alloc(0);
  // Node's and the DOM's ReadableStream are one class at run time; only their types differ.
  const source = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
  try {
    // Not awaited: what ends the reading is what is thrown there, not how the pipeline names it.
    const plain = encoding === "gzip" ? pipeline(source, createGunzip(), () => undefined) : source;
    return await readUpTo(limit, plain);
  } catch (cause) {
    if (cause instanceof RequestError) throw cause;
    const what = encoding === "gzip" ? "gzip of UTF-8 text" : "whole";
    throw new RequestError(400, `Cannot read the body as it must be ${what}`, { cause });
  }
}

/**
 * Unpacks a file that is gzip, by its first bytes; gives any other back as it is.
 *
 * @throws {RequestError} 413 past the limit, 400 if it is broken.
 */
export async function unpackFile(file: Buffer, limit: number): Promise<Buffer> {
  if (file[0] !== 0x1f || file[1] !== 0x8b) return file;
  try {
    const plain = pipeline(Readable.from([file]), createGunzip(), () => undefined);
    return await readUpTo(limit, plain);
  } catch (cause) {
    if (cause instanceof RequestError) throw cause;
    throw new RequestError(400, "Cannot read the file as its gzip must be whole", { cause });
  }
}

async function readUpTo(limit: number, source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(limit: number): RequestError {
  return new RequestError(413, `Cannot take the body as it must have at most ${limit} bytes`);
}

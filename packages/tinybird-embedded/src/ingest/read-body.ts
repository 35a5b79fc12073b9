import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { RequestError } from "../request-error.ts";

/**
 * Reads a request body as text, unpacked when `Content-Encoding` is gzip. Never holds much more than `limit` bytes.
 *
 * @throws {RequestError} 413 past the limit, 415 for another encoding, 400 when it is not gzip or not UTF-8.
 */
export async function readBody(request: Request, limit: number): Promise<string> {
  const declared = Number(request.headers.get("content-length") ?? "0");
  if (declared > limit) throw tooLarge(limit);
  const encoding = request.headers.get("content-encoding")?.toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") {
    throw new RequestError(415, `Cannot read a body with Content-Encoding "${encoding}": use gzip`);
  }
  if (request.body === null) return "";
  // Node's and the DOM's ReadableStream are one class at run time; only their types differ.
  const source = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
  try {
    // Not awaited: what ends the reading is what is thrown there, not how the pipeline names it.
    const plain = encoding === "gzip" ? pipeline(source, createGunzip(), () => undefined) : source;
    const bytes = await readUpTo(limit, plain);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof RequestError) throw cause;
    const what = encoding === "gzip" ? "gzip of UTF-8 text" : "UTF-8 text";
    throw new RequestError(400, `Cannot read the body as it must be ${what}`, { cause });
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

import { Readable } from "node:stream";
import { createGzip, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { RequestError } from "../request-error.ts";
import { readBody } from "./read-body.ts";

const packed = (body: Uint8Array | Readable) =>
  new Request("http://localhost", {
    method: "POST",
    // Node's and the DOM's ReadableStream are one class at run time; only their types differ.
    body: body instanceof Readable ? (Readable.toWeb(body) as ReadableStream) : Buffer.from(body),
    headers: { "content-encoding": "gzip" },
    duplex: "half",
  } as RequestInit);

async function refusal(body: Uint8Array | Readable, limit: number): Promise<RequestError> {
  const outcome = await readBody(packed(body), limit).catch((cause: unknown) => cause);
  if (outcome instanceof RequestError) return outcome;
  throw new Error("it was read", { cause: outcome });
}

const megabyte = Buffer.alloc(1_000_000, "a");

async function gzipOfMegabytes(count: number): Promise<Buffer> {
  const zip = Readable.from(Array.from({ length: count }, () => megabyte)).pipe(createGzip());
  return Buffer.concat(await zip.toArray());
}

describe("readBody", () => {
  test.each([500, 501, 20_000, 200_000])(
    "takes %i bytes of gzip up to a limit of 500",
    async (size) => {
      const body = gzipSync("a".repeat(size));
      if (size <= 500) expect(await readBody(packed(body), 500)).toHaveLength(size);
      else expect(await refusal(body, 500)).toMatchObject({ status: 413 });
    },
  );

  test("refuses many rows that are small when packed, by their size unpacked", async () => {
    const rows = Array.from(
      { length: 110_000 },
      (_, row) => `{"id":"order ${row}","amount":${row}}\n`,
    );
    const body = gzipSync(rows.join(""));
    expect(body.length).toBeLessThan(1_000_000);
    expect(await refusal(body, 1_000_000)).toMatchObject({ status: 413 });
  });

  test("reads no more of a body than it takes to see that it is too large", async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield megabyte;
      })(),
    );
    expect(await refusal(endless.pipe(createGzip()), 2_000_000)).toMatchObject({ status: 413 });
    endless.destroy();
  });

  test("does not unpack the whole of a small body that becomes large", async () => {
    const bomb = await gzipOfMegabytes(300);
    expect(bomb.length).toBeLessThan(1_000_000);
    const before = process.resourceUsage().maxRSS;
    expect(await refusal(bomb, 1_000_000)).toMatchObject({ status: 413 });
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(100_000);
  });

  test("refuses gzip that ends too soon, and what is no gzip", async () => {
    for (const body of [gzipSync("a".repeat(5_000)).subarray(0, -8), Buffer.from("plain")]) {
      expect(await refusal(body, 1_000_000)).toMatchObject({ status: 400 });
    }
  });
});

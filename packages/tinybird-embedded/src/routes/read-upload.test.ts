import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RequestError } from "../request-error.ts";
import { readUpload } from "./read-upload.ts";

const url = "http://localhost/v0/datasources?name=a&mode=append";

const multipart = (body: string | Uint8Array<ArrayBuffer>, boundary = "x") =>
  new Request(url, {
    method: "POST",
    body,
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
  });

describe("readUpload", () => {
  test("gives the file of a form back, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        const form = new FormData();
        form.append("csv", new Blob([text]), "rows.csv");
        const { file, format } = await readUpload(
          new Request(url, { method: "POST", body: form }),
          1_000_000,
        );
        expect({ format, text: file.toString() }).toEqual({
          format: "csv",
          text,
        });
      }),
    );
  });

  test("ends for every body, with a file or with a clear error", async () => {
    const pieces = fc.constantFrom(
      ...["--x", "--x--", "\r\n", "\n", "--", "Content-Disposition: form-data", ";", " "],
      ...['name="csv"', 'name="ndjson"', 'name="url"', 'filename="a"', "filename*=UTF-8''a"],
      ...["Content-Type: text/csv", "Content-Transfer-Encoding: base64", ":", "a,1", "\0", "é"],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 30 }), async (parts) => {
        const outcome = await readUpload(multipart(parts.join("")), 1_000_000).catch(
          (cause: unknown) => cause,
        );
        const isRefused = outcome instanceof RequestError && outcome.status === 400;
        const isRead = outcome instanceof Object && "file" in outcome;
        expect(isRefused || isRead).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("ends for a whole form of which a piece is missing or changed", async () => {
    const form = new FormData();
    form.append("format", "csv");
    form.append("csv", new Blob(["a,1\n"]), "rows.csv");
    const whole = new Request(url, { method: "POST", body: form });
    const type = whole.headers.get("content-type") ?? "";
    const bytes = new Uint8Array(await whole.arrayBuffer());
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length),
        fc.nat(4),
        fc.uint8Array({ maxLength: 3 }),
        async (at, gone, added) => {
          const body = new Uint8Array([
            ...bytes.subarray(0, at),
            ...added,
            ...bytes.subarray(at + gone),
          ]);
          const request = new Request(url, {
            method: "POST",
            body,
            headers: { "content-type": type },
          });
          const outcome = await readUpload(request, 1_000_000).catch((cause: unknown) => cause);
          const isRefused = outcome instanceof RequestError && outcome.status === 400;
          expect(isRefused || (outcome instanceof Object && "file" in outcome)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("refuses more parts of a form than fit, before it reads them", async () => {
    const part = '--x\r\nContent-Disposition: form-data; name="csv"\r\n\r\na\r\n';
    const request = multipart(part.repeat(10_000));
    await expect(readUpload(request, 100_000)).rejects.toMatchObject({ status: 413 });
  });
});

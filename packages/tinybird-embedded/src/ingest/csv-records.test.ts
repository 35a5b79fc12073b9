import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RequestError } from "../request-error.ts";
import { csvRecords } from "./csv-records.ts";

async function read(text: string | Uint8Array, dialect = {}): Promise<(readonly string[])[]> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const records: (readonly string[])[] = [];
  for await (const { fields } of csvRecords(bytes, dialect)) records.push(fields);
  return records;
}

/** Writes a field as RFC 4180 has it. */
const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

const field = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("", '"', '""', ",", "\n", "\r\n", "\r", "a\nb", 'say "x"', "\\", "\\N", "\ufeff"),
);

describe("csvRecords", () => {
  test("gives back every field that was written, in its place", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        async (records, newLine, isEnded) => {
          const lines = records.map((fields) => fields.map(quoted).join(","));
          const text = lines.join(newLine) + (isEnded && lines.length > 0 ? newLine : "");
          expect(await read(text)).toEqual(records);
        },
      ),
    );
  });

  test("gives back fields of other delimiters and escapes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
        fc.constantFrom(";", "\t", "|"),
        async (records, delimiter) => {
          const write = (text: string) => `"${text.replaceAll(/[\\"]/g, "\\$&")}"`;
          const lines = records.map((fields) => fields.map(write).join(delimiter));
          expect(await read(lines.join("\n"), { delimiter, escape: "\\" })).toEqual(records);
        },
      ),
    );
  });

  test("ends for every text, with records or with a clear error", async () => {
    const texts = fc.array(
      fc.constantFrom('"', '""', ",", "\n", "\r\n", "\r", "a", " ", "\\", "\0", "é", "\ufeff"),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (pieces) => {
        const outcome = await read(pieces.join("")).catch((cause: unknown) => cause);
        if (!Array.isArray(outcome)) expect(outcome).toBeInstanceOf(RequestError);
      }),
    );
  });

  test("reads what falls between two of its pieces", async () => {
    const long = `é${"x".repeat(100_000)}`;
    expect(await read(`"${long}"\r\n"${long},"\r\n`)).toEqual([[long], [`${long},`]]);
  });

  test("says on which line a record ends", async () => {
    const lines: number[] = [];
    for await (const { line } of csvRecords(Buffer.from('a\n\n"b\nc"\nd'))) lines.push(line);
    expect(lines).toEqual([1, 4, 5]);
  });

  test("lets others have their turn", async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await read("a,b,c\n".repeat(200_000));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  test("refuses a quote that is never closed, however much is read by then", async () => {
    for (const text of ['"', 'a,"b\nc,d\n', `${"a,b\n".repeat(50_000)}"c`]) {
      await expect(read(text)).rejects.toThrow("every quote must be closed");
    }
  });
});

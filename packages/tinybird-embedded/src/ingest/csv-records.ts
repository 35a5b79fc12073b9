import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { CsvError, parse } from "csv-parse";
import { RequestError } from "../request-error.ts";
import type { CsvDialect } from "./csv-dialect.ts";

/** Little enough for others to have their turn between two. */
const chunkBytes = 64 * 1024;

/** A record of a CSV file. */
export interface CsvRecord {
  /** The line on which it ends, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads the records of a CSV text as RFC 4180 has it, a little at a time. A byte order mark and empty lines are left
 * out; a quote within a field that does not begin with one is a quote.
 *
 * @throws {RequestError} 400 if a quote is never closed.
 */
export async function* csvRecords(
  bytes: Uint8Array,
  { delimiter = ",", newLine, escape: escapeSign = '"' }: CsvDialect = {},
): AsyncGenerator<CsvRecord> {
  const parser = parse({
    bom: true,
    delimiter,
    escape: escapeSign,
    info: true,
    // One after the other; a carriage return alone is a line break only where the dialect says so.
    record_delimiter: newLine === "\r" ? "\r" : ["\r\n", "\n"],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  const source = Readable.from(chunks(bytes));
  source.once("error", (cause) => parser.destroy(cause));
  source.pipe(parser);
  try {
    // With `info` a record comes with where it was.
    for await (const each of parser as AsyncIterable<ParsedRecord>) {
      yield { line: each.info.lines, fields: each.record };
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const isOpen = cause.code === "CSV_QUOTE_NOT_CLOSED";
    const what = isOpen ? "every quote must be closed: one is open at its end" : "it must be CSV";
    throw new RequestError(400, `Cannot read the file as ${what}`, { cause });
  } finally {
    source.destroy();
  }
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    yield bytes.subarray(at, at + chunkBytes);
    await setImmediate();
  }
}

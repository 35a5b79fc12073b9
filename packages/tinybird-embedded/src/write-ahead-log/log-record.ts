import type { Position } from "./positions.ts";

/** A change of the store, as the log keeps it: applied again, it gives the same rows. */
export type Change =
  | {
      readonly kind: "insert";
      readonly parts: readonly TableRows[];
      /** Up to where topics are read with these rows; kept with them or not at all. */
      readonly positions?: readonly Position[];
    }
  | ({ readonly kind: "replace"; readonly parts: readonly TableRows[] } & Replaced)
  | { readonly kind: "truncate"; readonly table: string }
  | { readonly kind: "delete"; readonly table: string; readonly condition: string }
  /** Changes nothing, and says up to where the store has everything. */
  | { readonly kind: "checkpoint" };

/** What gives way to rows, in one step with them. */
export interface Replaced {
  readonly table: string;
  /** Tells the rows that go; all without. */
  readonly condition?: string;
  /** Tables that materialized views fill from this one: all of their rows go, and are made anew. */
  readonly emptied: readonly string[];
}

/** Rows of one table, complete: no default is left to be worked out. */
export interface TableRows {
  readonly table: string;
  readonly rows: number;
  /** NDJSON with the names of the columns, each line with its line break. */
  readonly lines: Buffer;
}

/** A change in its place. */
export interface LogRecord {
  /** From 1, without gaps. */
  readonly number: number;
  /** Every record up to this number was in the store when this one was written. */
  readonly applied: number;
  readonly change: Change;
}

type Header = Omit<LogRecord, "change"> &
  (
    | {
        readonly kind: "insert";
        readonly parts: readonly PartHeader[];
        readonly positions?: readonly Position[];
      }
    | ({ readonly kind: "replace"; readonly parts: readonly PartHeader[] } & Replaced)
    | Exclude<Change, { readonly parts: readonly TableRows[] }>
  );

interface PartHeader {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Writes a record as the body of a frame: a line of JSON, then the rows. */
export function encodeRecord({ number, applied, change }: LogRecord): Buffer[] {
  if (!("parts" in change)) return [headerLine({ number, applied, ...change })];
  const parts = change.parts.map(({ table, rows, lines }) => ({
    table,
    rows,
    bytes: lines.length,
  }));
  const header = headerLine({ number, applied, ...change, parts });
  return [header, ...change.parts.map(({ lines }) => lines)];
}

/** Reads what `encodeRecord` wrote. */
export function decodeRecord(body: Buffer): LogRecord {
  const end = body.indexOf("\n");
  // The frame's checksum holds, so it is what encodeRecord wrote.
  const header = JSON.parse(body.toString("utf8", 0, end)) as Header;
  const { number, applied, ...change } = header;
  if (!("parts" in change)) return { number, applied, change };
  let at = end + 1;
  const parts = change.parts.map(({ table, rows, bytes }) => {
    const lines = body.subarray(at, at + bytes);
    at += bytes;
    return { table, rows, lines };
  });
  return { number, applied, change: { ...change, parts } };
}

function headerLine(header: Header): Buffer {
  return Buffer.from(`${JSON.stringify(header)}\n`);
}

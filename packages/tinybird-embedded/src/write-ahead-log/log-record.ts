import type { Position } from "./positions.ts";

/** A change of the store, as the log keeps it: applied again, it gives the same rows. */
export type Change =
  | {
      readonly kind: "insert";
      readonly parts: readonly TableRows[];
      /** Up to where topics are read with these rows; kept with them or not at all. */
      readonly positions?: readonly Position[];
    }
  | { readonly kind: "truncate"; readonly table: string }
  | { readonly kind: "delete"; readonly table: string; readonly condition: string }
  /** Changes nothing, and says up to where the store has everything. */
  | { readonly kind: "checkpoint" };

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
    | Exclude<Change, { readonly kind: "insert" }>
  );

interface PartHeader {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Writes a record as the body of a frame: a line of JSON, then the rows. */
export function encodeRecord({ number, applied, change }: LogRecord): Buffer[] {
  if (change.kind !== "insert") return [headerLine({ number, applied, ...change })];
  const parts = change.parts.map(({ table, rows, lines }) => ({
    table,
    rows,
    bytes: lines.length,
  }));
  const { positions } = change;
  const header = headerLine({
    ...{ number, applied, kind: "insert", parts },
    ...(positions === undefined ? {} : { positions }),
  });
  return [header, ...change.parts.map(({ lines }) => lines)];
}

/** Reads what `encodeRecord` wrote. */
export function decodeRecord(body: Buffer): LogRecord {
  const end = body.indexOf("\n");
  // The frame's checksum holds, so it is what encodeRecord wrote.
  const header = JSON.parse(body.toString("utf8", 0, end)) as Header;
  const { number, applied, ...change } = header;
  if (change.kind !== "insert") return { number, applied, change };
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

import { RequestError } from "../request-error.ts";
import type { CsvDialect } from "./csv-dialect.ts";
import { fieldAsJson } from "./csv-field.ts";
import { type CsvRecord, csvRecords } from "./csv-records.ts";
import type { Values } from "./encode-row.ts";
import type { IngestPlan } from "./ingest-plan.ts";
import type { QuarantinedRow } from "./quarantine-rows.ts";
import { mostLines } from "./split-rows.ts";

/** Rows of which the values are known, and those that could not be read. */
export interface ReadRows {
  readonly rows: readonly Values[];
  readonly quarantined: readonly QuarantinedRow[];
}

/**
 * Reads the rows of a CSV file: by the header, if its first record has names of columns, else by the order of the
 * columns. A record with more or fewer fields is quarantined.
 *
 * @throws {RequestError} 400 if there is no record or more than 200,000, a quote is never closed, or the header names
 *   what is no column.
 */
export async function csvRows(
  { datasource, columns }: IngestPlan,
  bytes: Uint8Array,
  dialect: CsvDialect,
): Promise<ReadRows> {
  const rows: Values[] = [];
  const quarantined: QuarantinedRow[] = [];
  let places: readonly number[] | undefined;
  let records = 0;
  for await (const record of csvRecords(bytes, dialect)) {
    records += 1;
    if (records > mostLines) {
      throw new RequestError(400, `Cannot take the file as it must have at most ${mostLines} rows`);
    }
    if (places === undefined) {
      const names = columns.map(({ name }) => name);
      const header = headerPlaces(datasource, names, record);
      places = header ?? names.map((_, place) => place);
      if (header !== undefined) continue;
    }
    const values = new Array<string | undefined>(columns.length).fill(undefined);
    for (const [at, place] of places.entries()) {
      const field = record.fields[at];
      const column = columns[place];
      if (field !== undefined && column !== undefined) {
        values[place] = fieldAsJson(field, column.type);
      }
    }
    if (record.fields.length === places.length) rows.push(values);
    else quarantined.push({ misfits: [countMisfit(record, places.length)], values });
  }
  if (records === 0) throw new RequestError(400, "Cannot take an empty file");
  return { rows, quarantined };
}

/** Gives the place of the column that each field of the first record names; nothing if it is no header. */
function headerPlaces(
  datasource: string,
  names: readonly string[],
  { fields }: CsvRecord,
): number[] | undefined {
  const places = fields.map((field) => names.indexOf(field.trim()));
  const known = places.filter((place) => place >= 0);
  // A row may have a value that happens to be a column's name; half of them are no chance.
  if (known.length * 2 <= fields.length) return undefined;
  if (known.length < fields.length) {
    throw new RequestError(
      400,
      `Cannot read the file as its header must have columns of "${datasource}" only: field ${places.indexOf(-1) + 1} has none`,
    );
  }
  if (new Set(known).size < known.length) {
    throw new RequestError(400, "Cannot read the file as its header must name each column once");
  }
  return places;
}

function countMisfit({ line, fields }: CsvRecord, expected: number) {
  return {
    column: "",
    error: `line ${line} must have ${expected} fields: current value is ${fields.length}`,
  };
}

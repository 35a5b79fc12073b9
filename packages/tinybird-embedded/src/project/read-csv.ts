import { readFile, stat } from "node:fs/promises";
import type { DatasourceDefinition } from "../datafile/definitions.ts";
import { fieldAsJson } from "../ingest/csv-field.ts";
import { type CsvRecord, csvRecords } from "../ingest/csv-records.ts";
import { RequestError } from "../request-error.ts";
import { StartError } from "../start-error.ts";
import type { FixtureFile } from "./fixture-files.ts";
import type { Line } from "./read-lines.ts";

/** What a CSV file may have; one of another format is read piece by piece. */
const maxBytes = 8_000_000;

/**
 * Reads a CSV file with a header as rows of JSON. A field is the text that it holds, and JSON for numbers, booleans,
 * lists, maps and tuples. An empty field is absent, but for texts.
 *
 * @throws {StartError} If it is not CSV, is larger than 8 MB, or a column is not in the data source.
 * @throws {TypeError} If the file is not UTF-8.
 */
export async function readCsv({ path, file, datasource }: FixtureFile): Promise<Line[]> {
  const refuse = (reason: string, cause?: unknown) =>
    new StartError({ code: "datafile_invalid", file, reason }, { cause });
  const { size } = await stat(path);
  if (size > maxBytes) {
    throw refuse(
      `a CSV fixture must have at most ${maxBytes} bytes, of which NDJSON may have more: current value is ${size}`,
    );
  }
  const bytes = await readFile(path);
  new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const lines: Line[] = [];
  let header: readonly string[] | undefined;
  try {
    for await (const record of csvRecords(bytes)) {
      if (header !== undefined) {
        if (record.fields.length !== header.length) {
          throw refuse("a CSV fixture must have a header, and as many fields in each line");
        }
        lines.push(asLine(record, header, datasource));
        continue;
      }
      // As in a file that is sent: names of columns have no space around them.
      header = record.fields.map((name) => name.trim());
      if (!header.every((name) => datasource.columns.some((each) => each.name === name))) {
        throw refuse(`its header must have columns of "${datasource.name}" only`);
      }
    }
  } catch (cause) {
    if (!(cause instanceof RequestError)) throw cause;
    throw refuse("every quote of a CSV fixture must be closed", cause);
  }
  return lines;
}

function asLine(
  { line, fields }: CsvRecord,
  header: readonly string[],
  { columns }: DatasourceDefinition,
): Line {
  const members = columns.flatMap(({ name, type }) => {
    const field = fields[header.indexOf(name)];
    const value = field === undefined ? undefined : fieldAsJson(field, type);
    return value === undefined ? [] : [`${JSON.stringify(name)}:${value}`];
  });
  return { line, text: `{${members.join(",")}}` };
}

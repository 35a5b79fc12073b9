import { readFile, stat } from "node:fs/promises";
import type { DatasourceDefinition } from "../datafile/definitions.ts";
import { ClickhouseError } from "../engine/clickhouse-error.ts";
import type { Engine } from "../engine/engine.ts";
import { parseColumnType } from "../ingest/column-type.ts";
import { StartError } from "../start-error.ts";
import type { FixtureFile } from "./fixture-files.ts";
import type { Line } from "./read-lines.ts";

/** What a CSV file may have; one of another format is read piece by piece. */
const maxBytes = 8_000_000;

/**
 * Reads a CSV file with a header as rows of JSON. ClickHouse takes the file apart; a field is the text that it holds,
 * and JSON for numbers, booleans, lists, maps and tuples. An empty field is absent, but for texts.
 *
 * @throws {StartError} If ClickHouse cannot read it, it is larger than 8 MB, or a column is not in the data source.
 */
export async function readCsv(engine: Engine, fixture: FixtureFile): Promise<Line[]> {
  const { path, file, datasource } = fixture;
  const refuse = (reason: string, cause?: unknown) =>
    new StartError({ code: "datafile_invalid", file, reason }, { cause });
  const { size } = await stat(path);
  if (size > maxBytes) {
    throw refuse(
      `a CSV fixture must have at most ${maxBytes} bytes, of which NDJSON may have more: current value is ${size}`,
    );
  }
  const data = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  const records = await parse(engine, data).catch((cause: unknown) => {
    if (!(cause instanceof ClickhouseError)) throw cause;
    throw refuse("a CSV fixture must have a header, and as many fields in each line", cause);
  });
  const unknown = Object.keys(records[0] ?? {}).find(
    (name) => !datasource.columns.some((column) => column.name === name),
  );
  if (unknown !== undefined)
    throw refuse(`its header must have columns of "${datasource.name}" only`);
  let line = 2;
  return records.map((record) => {
    const at = line;
    line += 1 + Object.values(record).join("").split("\n").length - 1;
    return { line: at, text: asJson(record, datasource) };
  });
}

function parse(engine: Engine, data: string): Promise<Record<string, string>[]> {
  return engine.rows<Record<string, string>>("SELECT * FROM format(CSVWithNames, {data:String})", {
    settings: {
      // Texts only: what looks like a number may be a name.
      input_format_csv_use_best_effort_in_schema_inference: 0,
      schema_inference_make_columns_nullable: 0,
      input_format_csv_use_default_on_bad_values: 0,
    },
    parameters: { data },
  });
}

function asJson(
  record: Readonly<Record<string, string>>,
  { columns }: DatasourceDefinition,
): string {
  const members = columns.flatMap(({ name, type }) => {
    const field = record[name];
    if (field === undefined) return [];
    const value = fieldAsJson(field, type);
    return value === undefined ? [] : [`${JSON.stringify(name)}:${value}`];
  });
  return `{${members.join(",")}}`;
}

function fieldAsJson(field: string, type: string): string | undefined {
  const parsed = parseColumnType(type);
  const inner = parsed.name === "Nullable" ? (parsed.arguments[0] ?? parsed) : parsed;
  if (field === "") return inner.name === "String" && inner === parsed ? '""' : undefined;
  const isJson = /^(U?Int|Float|Decimal|Bool|Array|Map|Tuple|JSON)/.test(inner.name);
  return isJson && isJsonText(field) ? field.replaceAll("\n", " ") : JSON.stringify(field);
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

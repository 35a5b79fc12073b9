import { RequestError } from "../request-error.ts";

/** How the rows of an answer are written. */
export interface OutputFormat {
  /** ClickHouse's name of it. */
  readonly name: string;
  readonly contentType: string;
}

const json = "application/json; charset=utf-8";
const ndjson = "application/x-ndjson; charset=utf-8";
const csv = "text/csv; charset=utf-8";
const tsv = "text/tab-separated-values; charset=utf-8";

const formats: readonly OutputFormat[] = [
  { name: "JSON", contentType: json },
  { name: "JSONCompact", contentType: json },
  { name: "JSONEachRow", contentType: ndjson },
  { name: "CSV", contentType: csv },
  { name: "CSVWithNames", contentType: csv },
  { name: "TSV", contentType: tsv },
  { name: "TSVWithNames", contentType: tsv },
  { name: "TabSeparated", contentType: tsv },
  { name: "TabSeparatedWithNames", contentType: tsv },
  { name: "PrettyCompact", contentType: "text/plain; charset=utf-8" },
];

const endings = new Map([
  ["json", "JSON"],
  ["csv", "CSV"],
  ["csvwithnames", "CSVWithNames"],
  ["ndjson", "JSONEachRow"],
]);

/** What an answer without a FORMAT is written in. */
export const jsonFormat: OutputFormat = { name: "JSON", contentType: json };

/**
 * Gives the format that a FORMAT clause names, in any case.
 *
 * @throws {RequestError} 400 if it is not offered.
 */
export function formatOfClause(clause: string): OutputFormat {
  const found = formats.find(({ name }) => name.toLowerCase() === clause.toLowerCase());
  if (found !== undefined) return found;
  const known = formats.map(({ name }) => name).join(", ");
  throw new RequestError(400, `Cannot answer in FORMAT ${clause} as it must be one of ${known}`);
}

/**
 * Gives the format that the ending of a pipe's path names: `csvwithnames`.
 *
 * @throws {RequestError} 400 if it is not offered.
 */
export function formatOfEnding(ending: string): OutputFormat {
  const name = endings.get(ending);
  if (name !== undefined) return formatOfClause(name);
  const known = [...endings.keys()].map((each) => `.${each}`).join(", ");
  throw new RequestError(400, `Cannot answer in this format as the path must end in ${known}`);
}

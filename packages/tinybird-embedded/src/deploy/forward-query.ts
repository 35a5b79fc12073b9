import type { DatasourceDefinition } from "../datafile/definitions.ts";
import { tokenizeSql } from "../datafile/tokenize-sql.ts";
import { database, type Engine } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";
import { StartError } from "../start-error.ts";
import { type DatafilePlace, deployStep } from "./deploy-step.ts";
import { next } from "./scratch.ts";
import type { TableShape } from "./table-shape.ts";

const clauses = new Set(
  "FROM WHERE PREWHERE GROUP HAVING ORDER LIMIT OFFSET UNION JOIN SETTINGS FORMAT INTO WINDOW QUALIFY SAMPLE FINAL SELECT".split(
    " ",
  ),
);

/** Gives the place of a data source's FORWARD_QUERY. */
export function forwardPlace({
  file,
  forwardQueryLine: line,
}: DatasourceDefinition): DatafilePlace {
  return line === undefined ? { file } : { file, line };
}

/** Tells whether a FORWARD_QUERY may run a second time over its own outcome: it only names columns. */
export function isRepeatable(forwardQuery: string): boolean {
  return /^SELECT\s+(\*|[\w`]+(\s*,\s*[\w`]+)*)$/i.test(forwardQuery.trim());
}

/**
 * Writes the INSERT that fills the new table from the one that is there, by the names of the columns. A value of
 * another type is cast if it comes back from there unchanged; else it is an error, never another value.
 *
 * @throws {StartError} If the query is more than a select list, or its columns are not those of the new table.
 */
export async function forwardInsert(
  engine: Engine,
  datasource: DatasourceDefinition,
  query: string,
  wanted: TableShape,
): Promise<string> {
  const place = forwardPlace(datasource);
  const fail = (reason: string) =>
    new StartError({ code: "datafile_invalid", ...place, reason: `FORWARD_QUERY ${reason}` });
  const wrong = notSelectList(query);
  if (wrong !== undefined) throw fail(wrong);
  const table = quoteName(datasource.name);
  const from = `(${query}\nFROM ${database}.${table})`;
  const selected = await describe(engine, place, from);
  const cast: string[] = [];
  const values = selected.map(({ name, type }) => {
    const column = wanted.columns.find((each) => each.name === name);
    if (column === undefined) {
      throw fail(
        `must select columns of the SCHEMA only, each AS its name: current value is "${name}"`,
      );
    }
    if (fitsAsIs(type, column.type)) return quoteName(name);
    const to = `accurateCast(${quoteName(name)}, ${quoteString(column.type)})`;
    // The type of NULL and of [], which have nothing to lose.
    if (/\bNothing\b/.test(type)) return `${to} AS ${quoteName(name)}`;
    // By itself it carries dates over and cuts decimals. Null stays: a row that the condition took would be lost.
    const back = `accurateCast(${to}, ${quoteString(type)})`;
    cast.push(`throwIf(ifNull(${back} != ${quoteName(name)}, false)) = 0`);
    return `${to} AS ${quoteName(name)}`;
  });
  const missing = wanted.columns.find(
    ({ name, type, default: expression }) =>
      expression === "" &&
      !type.startsWith("Nullable(") &&
      !selected.some((each) => each.name === name),
  );
  if (missing !== undefined) {
    throw fail(`must select "${missing.name}", which has no DEFAULT and is not Nullable`);
  }
  const select = `SELECT ${values.join(", ")} FROM ${cast.length === 0 ? from : `(SELECT * FROM ${from} WHERE ${cast.join(" AND ")})`}`;
  await describe(engine, place, `(${select})`);
  return insertSelect(
    datasource.name,
    selected.map(({ name }) => name),
    select,
  );
}

/** Writes an INSERT into a table of `next` whose memory does not grow with the rows. */
export function insertSelect(table: string, columns: readonly string[], select: string): string {
  const settings = [
    "max_threads = 2",
    "max_insert_threads = 1",
    "max_block_size = 65409",
    "min_insert_block_size_bytes = 64000000",
    "max_bytes_before_external_group_by = 500000000",
    "max_bytes_before_external_sort = 500000000",
    "max_partitions_per_insert_block = 0",
    // Two equal blocks are two blocks.
    "deduplicate_insert = 'disable'",
    "deduplicate_insert_select = 'disable'",
    // As a materialized view has it: null is an error where a column cannot be null.
    "insert_null_as_default = 0",
  ];
  return `INSERT INTO ${next}.${quoteName(table)} (${columns.map(quoteName).join(", ")}) SETTINGS ${settings.join(", ")} ${select}`;
}

function notSelectList(query: string): string | undefined {
  let depth = 0;
  let before = "";
  for (const { kind, text } of tokenizeSql(query)) {
    if (kind === "blank") continue;
    if (kind === "open") depth += 1;
    if (kind === "close") depth -= 1;
    if (text === ";") return "must be one statement: it must have no semicolon";
    const word = kind === "word" ? text.toUpperCase() : text;
    if (before === "" && word !== "SELECT")
      return `must begin with SELECT: current value is ${text}`;
    // Where a name stands, it is one.
    const isClause = clauses.has(word) && !["", ",", ".", "AS", "SELECT"].includes(before);
    if (
      depth === 0 &&
      kind === "word" &&
      (isClause || (word === "DISTINCT" && before === "SELECT"))
    ) {
      return `must be a select list over the table that is there: it must have no ${word}`;
    }
    before = word;
  }
  return before === "" ? "must begin with SELECT" : undefined;
}

function describe(engine: Engine, place: DatafilePlace, select: string) {
  return deployStep(place, () =>
    engine.rows<{ name: string; type: string }>(`DESCRIBE TABLE ${select}`),
  );
}

/** LowCardinality changes no value, and what is never null fits into what may be. */
function fitsAsIs(from: string, to: string): boolean {
  const plain = (type: string) => type.replaceAll(/LowCardinality\(([^()]*)\)/g, "$1");
  return plain(from) === plain(to) || `Nullable(${plain(from)})` === plain(to);
}

import type { PipeDefinition } from "../datafile/definitions.ts";
import type { Engine, Reader } from "../engine/engine.ts";
import type { QueryResult } from "../engine/result-file.ts";
import { RequestError } from "../request-error.ts";
import { checkStatement } from "../statement/check-statement.ts";
import { inlineNodes } from "./inline-nodes.ts";
import { queryError } from "./query-error.ts";
import { limitSettings, type QueryLimits } from "./query-limits.ts";
import { type Parameters, renderSql } from "./render-sql.ts";
import { tableNames } from "./table-names.ts";

const contentTypes = new Map([
  ["JSON", "application/json; charset=utf-8"],
  ["JSONCompact", "application/json; charset=utf-8"],
  ["JSONEachRow", "application/x-ndjson; charset=utf-8"],
  ["CSV", "text/csv; charset=utf-8"],
  ["CSVWithNames", "text/csv; charset=utf-8"],
  ["TSV", "text/tab-separated-values; charset=utf-8"],
  ["TSVWithNames", "text/tab-separated-values; charset=utf-8"],
  ["PrettyCompact", "text/plain; charset=utf-8"],
]);

/** An answer in the format that the statement asked for. */
export interface SqlResult {
  readonly result: QueryResult;
  readonly contentType: string;
}

/**
 * Runs one SELECT from outside over the data sources and pipes of the project. The signal ends it.
 *
 * @throws {RequestError} If it is not one SELECT, reads more than the project, ClickHouse refuses it, a limit is passed,
 *   or too many wait.
 */
export async function runSql(
  engine: Engine,
  statement: string,
  parameters: Parameters,
  pipes: ReadonlyMap<string, PipeDefinition>,
  limits: QueryLimits,
  signal: AbortSignal,
): Promise<SqlResult> {
  const { sql } = renderSql(statement.trim(), parameters);
  try {
    // The check is work of the request, too: it has its place before, so that a flood is refused at no cost.
    return await engine.read(signal, (reader) => checkAndRun(engine, reader, sql, pipes, limits));
  } catch (cause) {
    throw queryError(cause, limits);
  }
}

async function checkAndRun(
  engine: Engine,
  reader: Reader,
  sql: string,
  pipes: ReadonlyMap<string, PipeDefinition>,
  limits: QueryLimits,
): Promise<SqlResult> {
  const { select, format = "JSON" } = await checkStatement(engine, sql);
  const contentType = contentTypes.get(format);
  if (contentType === undefined) {
    const known = [...contentTypes.keys()].join(", ");
    throw new RequestError(400, `Cannot answer in FORMAT ${format} as it must be one of ${known}`);
  }
  const settings = limitSettings(limits);
  const result = await reader.query(inlinePipes(select, pipes), { format, settings });
  return { result, contentType };
}

function inlinePipes(select: string, pipes: ReadonlyMap<string, PipeDefinition>): string {
  if (![...tableNames(select)].some((name) => pipes.has(name))) return select;
  const node = { name: "", sql: select, type: "standard", line: 1 } as const;
  const pipe = { name: "", file: "", nodes: [node], tokens: [] };
  return inlineNodes(node, pipe, pipes, (each) =>
    each === node ? select : renderSql(each.sql, {}).sql,
  );
}

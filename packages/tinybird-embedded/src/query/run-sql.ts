import type { PipeDefinition } from "../datafile/definitions.ts";
import type { Engine, Reader } from "../engine/engine.ts";
import type { QueryResult } from "../engine/result-file.ts";
import { RequestError } from "../request-error.ts";
import { checkStatement } from "../statement/check-statement.ts";
import { requireInside } from "../statement/require-inside.ts";
import { requireNoPrewhere, requireVisible } from "../statement/require-visible.ts";
import type { ReadAccess } from "../tokens/read-access.ts";
import { inlineNodes } from "./inline-nodes.ts";
import { queryError } from "./query-error.ts";
import { queryFiltered } from "./query-filtered.ts";
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
 * @param access What of the project it may read; everything without.
 * @throws {RequestError} If it is not one SELECT, reads more than the project or than it may, ClickHouse refuses it, a limit is passed,
 *   or too many wait.
 */
export async function runSql(
  engine: Engine,
  statement: string,
  parameters: Parameters,
  pipes: ReadonlyMap<string, PipeDefinition>,
  limits: QueryLimits,
  signal: AbortSignal,
  access?: ReadAccess,
): Promise<SqlResult> {
  const { sql } = renderSql(statement.trim(), parameters);
  try {
    // The check is work of the request, too: it has its place before, so that a flood is refused at no cost.
    return await engine.read(signal, (reader) =>
      checkAndRun(engine, reader, sql, pipes, limits, access),
    );
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
  access: ReadAccess | undefined,
): Promise<SqlResult> {
  const checked = await checkStatement(engine, sql);
  const { select, format = "JSON" } = checked;
  const contentType = contentTypes.get(format);
  if (contentType === undefined) {
    const known = [...contentTypes.keys()].join(", ");
    throw new RequestError(400, `Cannot answer in FORMAT ${format} as it must be one of ${known}`);
  }
  // Before pipes are rendered: the error of a template is not for who may not read the pipe.
  const others =
    access && (await requireVisible(engine, checked, access, (name) => pipes.has(name)));
  const inlined = inlinePipes(select, pipes);
  requireInside(inlined);
  if (access !== undefined && access.filters.size > 0) requireNoPrewhere(inlined);
  const trusted = inlined === select ? "" : inlined;
  const filters = access && hideOthers(access.filters, others ?? [], trusted);
  const options = { format, settings: limitSettings(limits) };
  const result = await queryFiltered(reader, inlined, options, filters ?? new Map());
  return { result, contentType };
}

/**
 * Adds a filter that no row passes for each table that a token may not read: what the check of names let through would
 * still find nothing. Those that pipes or the token's own filters read are left as they are.
 */
function hideOthers(
  filters: ReadonlyMap<string, string>,
  others: readonly string[],
  ofPipes: string,
): ReadonlyMap<string, string> {
  const trusted = [ofPipes, ...filters.values()];
  const hidden = others.filter((name) => !trusted.some((text) => text.includes(name)));
  return new Map([...hidden.map((name) => [name, "0"] as const), ...filters]);
}

function inlinePipes(select: string, pipes: ReadonlyMap<string, PipeDefinition>): string {
  if (![...tableNames(select)].some((name) => pipes.has(name))) return select;
  const node = { name: "", sql: select, type: "standard", line: 1 } as const;
  const pipe = { name: "", file: "", nodes: [node], tokens: [] };
  return inlineNodes(node, pipe, pipes, (each) =>
    each === node ? select : renderSql(each.sql, {}).sql,
  );
}

import type { PipeDefinition } from "../datafile/definitions.ts";
import type { Engine, Reader } from "../engine/engine.ts";
import type { QueryResult } from "../engine/result-file.ts";
import { checkStatement } from "../statement/check-statement.ts";
import { requireInside } from "../statement/require-inside.ts";
import { requireOneStatement } from "../statement/require-one-statement.ts";
import { requireNoPrewhere, requireVisible } from "../statement/require-visible.ts";
import type { ReadAccess } from "../tokens/read-access.ts";
import { inlineNodes } from "./inline-nodes.ts";
import { formatOfClause, jsonFormat, type OutputFormat } from "./output-format.ts";
import { queryError } from "./query-error.ts";
import { queryFiltered } from "./query-filtered.ts";
import type { QueryLimits } from "./query-limits.ts";
import type { Parameters } from "./render-sql.ts";
import { Rendering } from "./rendering.ts";
import { tableNames } from "./table-names.ts";

/** A statement from outside, and what it may read. */
export interface SqlRequest {
  /** A template when it begins with `%`. */
  readonly statement: string;
  /** For its template, and those of the pipes that it reads. */
  readonly parameters: Parameters;
  readonly pipes: ReadonlyMap<string, PipeDefinition>;
  /** The pipe whose rows `_` stands for. */
  readonly underscore?: PipeDefinition;
  /** What it is written in without a FORMAT clause, default JSON. */
  readonly format?: OutputFormat;
  /** What of the project it may read, default everything. */
  readonly access?: ReadAccess | undefined;
}

/** An answer in the format that the statement asked for. */
export interface SqlResult {
  readonly result: QueryResult;
  readonly contentType: string;
}

/**
 * Runs one SELECT from outside over the data sources and pipes of the project. The signal ends it.
 *
 * @throws {RequestError} If it is not one SELECT, reads more than the project or than it may, ClickHouse refuses it, a limit is passed,
 *   or too many wait.
 */
export async function runSql(
  engine: Engine,
  request: SqlRequest,
  limits: QueryLimits,
  signal: AbortSignal,
): Promise<SqlResult> {
  const rendering = new Rendering(request.parameters, limits);
  const sql = rendering.render(request.statement.trim());
  try {
    // The check is work of the request, too: it has its place before, so that a flood is refused at no cost.
    return await engine.read(signal, (reader) =>
      checkAndRun(engine, reader, sql, request, rendering),
    );
  } catch (cause) {
    throw queryError(cause, limits);
  }
}

async function checkAndRun(
  engine: Engine,
  reader: Reader,
  sql: string,
  request: SqlRequest,
  rendering: Rendering,
): Promise<SqlResult> {
  const checked = await checkStatement(engine, sql);
  const { select, format: clause } = checked;
  const { access, underscore, pipes } = request;
  const asked = clause === undefined ? undefined : formatOfClause(clause);
  const { name: format, contentType } = asked ?? request.format ?? jsonFormat;
  const isPipe = (name: string) => pipes.has(name) || (name === "_" && underscore !== undefined);
  // Before pipes are rendered: the error of a template is not for who may not read the pipe.
  const others = access && (await requireVisible(engine, checked, access, isPipe));
  const inlined = inlinePipes(select, request, rendering);
  requireInside(inlined);
  await requireOneStatement(engine, inlined);
  if (access !== undefined && access.filters.size > 0) requireNoPrewhere(inlined);
  const trusted = inlined === select ? "" : inlined;
  const filters = access && hideOthers(access.filters, others ?? [], trusted);
  const options = { format, ...rendering.options };
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

function inlinePipes(
  select: string,
  { pipes, underscore }: SqlRequest,
  rendering: Rendering,
): string {
  const known = underscore === undefined ? pipes : new Map([...pipes, ["_", underscore]]);
  if (![...tableNames(select)].some((name) => known.has(name))) return select;
  const node = { name: "", sql: select, type: "standard", line: 1 } as const;
  const pipe = { name: "", file: "", nodes: [node], tokens: [] };
  return inlineNodes(node, pipe, known, (each) =>
    each === node ? select : rendering.render(each.sql),
  );
}

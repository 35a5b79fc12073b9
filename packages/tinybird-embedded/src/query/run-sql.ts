import type { PipeDefinition } from "../datafile/definitions.ts";
import type { Engine, Reader } from "../engine/engine.ts";
import type { QueryResult } from "../engine/result-file.ts";
import { checkStatement } from "../statement/check-statement.ts";
import type { SyntaxNode } from "../statement/syntax-tree.ts";
import { inlineNodes } from "./inline-nodes.ts";
import { formatOfClause, jsonFormat, type OutputFormat } from "./output-format.ts";
import { queryError } from "./query-error.ts";
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
  /** Refuses what the token may not read, by throwing. */
  readonly authorize?: (tree: readonly SyntaxNode[]) => Promise<void>;
}

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
  const { select, format: clause, tree } = await checkStatement(engine, sql);
  await request.authorize?.(tree);
  const asked = clause === undefined ? undefined : formatOfClause(clause);
  const { name: format, contentType } = asked ?? request.format ?? jsonFormat;
  const statement = inlinePipes(select, request, rendering);
  const result = await reader.query(statement, { format, ...rendering.options });
  return { result, contentType };
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

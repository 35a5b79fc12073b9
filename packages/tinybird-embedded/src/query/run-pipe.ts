import type { PipeDefinition } from "../datafile/definitions.ts";
import type { Engine } from "../engine/engine.ts";
import type { QueryResult } from "../engine/result-file.ts";
import { RequestError } from "../request-error.ts";
import { requireInside } from "../statement/require-inside.ts";
import { requireNoPrewhere } from "../statement/require-visible.ts";
import { inlineNodes, resultNode } from "./inline-nodes.ts";
import { queryError } from "./query-error.ts";
import { queryFiltered } from "./query-filtered.ts";
import { limitSettings, type QueryLimits } from "./query-limits.ts";
import { type Parameters, renderSql } from "./render-sql.ts";

/**
 * Runs a pipe and gives its rows as ClickHouse's JSON. The signal ends it.
 *
 * @param filters The condition that rows of a table must fulfil to be seen, by the name of the table.
 * @throws {RequestError} If the template or ClickHouse refuses the parameters, a limit is passed, or too many wait.
 */
export async function runPipe(
  engine: Engine,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  parameters: Parameters,
  limits: QueryLimits,
  signal: AbortSignal,
  filters: ReadonlyMap<string, string> = new Map(),
): Promise<QueryResult> {
  const node = resultNode(pipe);
  if (node === undefined || node.type === "materialized") {
    throw new RequestError(404, `The pipe "${pipe.name}" does not have an endpoint`);
  }
  let bindings: Readonly<Record<string, string>> = {};
  let { threads } = limits;
  const statement = inlineNodes(node, pipe, pipes, ({ sql }) => {
    const rendered = renderSql(sql, parameters);
    bindings = { ...bindings, ...rendered.bindings };
    // Nought would be all there are.
    if (rendered.maxThreads) threads = Math.min(threads, rendered.maxThreads);
    return rendered.sql;
  });
  requireInside(statement);
  if (filters.size > 0) requireNoPrewhere(statement);
  const settings = limitSettings({ ...limits, threads });
  const options = { format: "JSON", settings, parameters: bindings };
  try {
    return await engine.read(signal, (reader) =>
      queryFiltered(reader, statement, options, filters),
    );
  } catch (cause) {
    throw queryError(cause, limits);
  }
}

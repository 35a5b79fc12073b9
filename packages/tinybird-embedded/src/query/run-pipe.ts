import type { PipeDefinition } from "../datafile/definitions.ts";
import type { Engine } from "../engine/engine.ts";
import type { QueryResult } from "../engine/result-file.ts";
import { RequestError } from "../request-error.ts";
import { inlineNodes, resultNode } from "./inline-nodes.ts";
import { queryError } from "./query-error.ts";
import { limitSettings, type QueryLimits } from "./query-limits.ts";
import { type Parameters, renderSql } from "./render-sql.ts";

/**
 * Runs a pipe and gives its rows as ClickHouse's JSON. The signal ends it.
 *
 * @throws {RequestError} If the template or ClickHouse refuses the parameters, a limit is passed, or too many wait.
 */
export async function runPipe(
  engine: Engine,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  parameters: Parameters,
  limits: QueryLimits,
  signal: AbortSignal,
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
  const settings = limitSettings({ ...limits, threads });
  const options = { format: "JSON", settings, parameters: bindings };
  try {
    return await engine.read(signal, ({ query }) => query(statement, options));
  } catch (cause) {
    throw queryError(cause, limits);
  }
}

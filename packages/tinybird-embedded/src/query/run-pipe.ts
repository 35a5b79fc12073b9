import type { PipeDefinition } from "../datafile/definitions.ts";
import type { Engine } from "../engine/engine.ts";
import { RequestError } from "../request-error.ts";
import { inlineNodes, resultNode } from "./inline-nodes.ts";
import { queryError } from "./query-error.ts";
import { limitSettings, type QueryLimits } from "./query-limits.ts";
import { type Parameters, renderSql } from "./render-sql.ts";

/**
 * Runs a pipe and gives its rows as ClickHouse's JSON.
 *
 * @throws {RequestError} If the template or ClickHouse refuses the parameters, or a limit is passed.
 */
export async function runPipe(
  engine: Engine,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  parameters: Parameters,
  limits: QueryLimits,
): Promise<Buffer> {
  const node = resultNode(pipe);
  if (node === undefined || node.type === "materialized") {
    throw new RequestError(404, `The pipe "${pipe.name}" does not have an endpoint`);
  }
  let bindings: Readonly<Record<string, string>> = {};
  let settings = limitSettings(limits);
  const statement = inlineNodes(node, pipe, pipes, ({ sql }) => {
    const rendered = renderSql(sql, parameters);
    bindings = { ...bindings, ...rendered.bindings };
    if (rendered.maxThreads !== undefined)
      settings = { max_threads: rendered.maxThreads, ...settings };
    return rendered.sql;
  });
  try {
    return await engine.select(statement, { format: "JSON", settings, parameters: bindings });
  } catch (cause) {
    throw queryError(cause);
  }
}

import type { NodeDefinition, PipeDefinition } from "../datafile/definitions.ts";
import type { Engine } from "../engine/engine.ts";
import type { QueryResult } from "../engine/result-file.ts";
import { RequestError } from "../request-error.ts";
import { inlineNodes, resultNode } from "./inline-nodes.ts";
import type { OutputFormat } from "./output-format.ts";
import { queryError } from "./query-error.ts";
import type { QueryLimits } from "./query-limits.ts";
import type { Parameters } from "./render-sql.ts";
import { Rendering } from "./rendering.ts";

/**
 * Runs a pipe and gives its rows in a format. The signal ends it.
 *
 * @throws {RequestError} If the template or ClickHouse refuses the parameters, a limit is passed, or too many wait.
 */
export async function runPipe(
  engine: Engine,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  parameters: Parameters,
  { name: format }: OutputFormat,
  limits: QueryLimits,
  signal: AbortSignal,
): Promise<QueryResult> {
  const node = endpointOf(pipe);
  const rendering = new Rendering(parameters, limits);
  const statement = inlineNodes(node, pipe, pipes, ({ sql }) => rendering.render(sql));
  try {
    return await engine.read(signal, ({ query }) =>
      query(statement, { format, ...rendering.options }),
    );
  } catch (cause) {
    throw queryError(cause, limits);
  }
}

/**
 * Gives the node whose rows an endpoint answers with.
 *
 * @throws {RequestError} 404 if the pipe has none: it materializes, copies or sends its rows away.
 */
export function endpointOf(pipe: PipeDefinition): NodeDefinition {
  const node = resultNode(pipe);
  if (node?.type === "endpoint" || node?.type === "standard") return node;
  throw new RequestError(404, `The pipe "${pipe.name}" does not have an endpoint`);
}

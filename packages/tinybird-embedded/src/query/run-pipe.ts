import type { NodeDefinition, PipeDefinition } from "../datafile/definitions.ts";
import type { Engine } from "../engine/engine.ts";
import type { QueryResult } from "../engine/result-file.ts";
import { RequestError } from "../request-error.ts";
import { requireInside } from "../statement/require-inside.ts";
import { requireOneStatement } from "../statement/require-one-statement.ts";
import { requireNoPrewhere } from "../statement/require-visible.ts";
import { inlineStatement, resultNode } from "./inline-nodes.ts";
import type { OutputFormat } from "./output-format.ts";
import { queryError } from "./query-error.ts";
import { queryFiltered } from "./query-filtered.ts";
import type { QueryLimits } from "./query-limits.ts";
import type { Parameters } from "./render-sql.ts";
import { Rendering } from "./rendering.ts";

/**
 * Runs a pipe and gives its rows in a format. The signal ends it.
 *
 * @param filters The condition that rows of a table must fulfil to be seen, by the name of the table.
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
  filters: ReadonlyMap<string, string> = new Map(),
): Promise<QueryResult> {
  const node = endpointOf(pipe);
  const rendering = new Rendering(parameters, limits);
  const statement = inlineStatement(node, pipe, pipes, ({ sql }) => rendering.render(sql));
  requireInside(statement);
  await requireOneStatement(engine, statement);
  if (filters.size > 0) requireNoPrewhere(statement);
  try {
    return await engine.read(signal, (reader) =>
      queryFiltered(reader, statement, { format, ...rendering.options }, filters),
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

import type { NodeDefinition, PipeDefinition } from "../datafile/definitions.ts";
import { quoteName } from "../engine/sql-text.ts";
import { RequestError } from "../request-error.ts";
import { tableNames } from "./table-names.ts";

/** Gives the SQL text of a node, its template evaluated. */
export type RenderNode = (node: NodeDefinition) => string;

/**
 * Writes a node and all that it reads, nodes of its pipe and other pipes, as one SELECT.
 *
 * Nodes are rendered from this one outwards, and only if they are read: so an error names the node that Tinybird would.
 *
 * @throws {RequestError} 400 if nodes read each other in a circle.
 */
export function inlineNodes(
  node: NodeDefinition,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  render: RenderNode,
): string {
  return inline(node, pipe, { pipes, render, path: [pipe.name] });
}

/**
 * Writes the same to be run by itself, and not as part of anything.
 *
 * A node that reads no other is not wrapped, as ClickHouse would plan a query more: brackets, too, keep out all but
 * SELECTs.
 */
export function inlineStatement(
  node: NodeDefinition,
  pipe: PipeDefinition,
  pipes: ReadonlyMap<string, PipeDefinition>,
  render: RenderNode,
): string {
  const parts = new Map<string, string>();
  const context = { pipes, render, path: [pipe.name] };
  const final = collect(node, pipe, context, parts, [node.name]);
  // Settings of its own are those of a subquery: a statement may have none.
  const isPlain = parts.size === 0 && !/\bSETTINGS\b/i.test(final);
  return isPlain ? `(${final}\n)` : selectFrom(final, parts);
}

/** Gives the node whose rows are the pipe's rows: the endpoint, else the last one. */
export function resultNode(pipe: PipeDefinition): NodeDefinition | undefined {
  return pipe.nodes.find(({ type }) => type === "endpoint") ?? pipe.nodes.at(-1);
}

interface Context {
  readonly pipes: ReadonlyMap<string, PipeDefinition>;
  readonly render: RenderNode;
  /** Names of the pipes that are being inlined, outermost first. */
  readonly path: readonly string[];
}

function inline(node: NodeDefinition, pipe: PipeDefinition, context: Context): string {
  const parts = new Map<string, string>();
  return selectFrom(collect(node, pipe, context, parts, [node.name]), parts);
}

function selectFrom(final: string, parts: ReadonlyMap<string, string>): string {
  // The last node is wrapped: it may begin with a WITH or a bracket of its own.
  const select = `SELECT * FROM (${final}\n)`;
  if (parts.size === 0) return select;
  const chain = [...parts].map(([name, sql]) => `${quoteName(name)} AS (${sql}\n)`);
  return `WITH ${chain.join(",\n")}\n${select}`;
}

/** Renders a node and puts what it reads into `parts`, each after what it reads itself. */
function collect(
  node: NodeDefinition,
  pipe: PipeDefinition,
  context: Context,
  parts: Map<string, string>,
  path: readonly string[],
): string {
  const sql = context.render(node).replace(/[\s;]+$/, "");
  for (const name of tableNames(sql)) {
    // A node may stand in for the table it is named after.
    if (name === node.name || parts.has(name)) continue;
    const sibling = pipe.nodes.find((other) => other.name === name);
    const other = context.pipes.get(name);
    if (sibling !== undefined) {
      if (path.includes(name)) throw circle([...path, name]);
      parts.set(name, collect(sibling, pipe, context, parts, [...path, name]));
    } else if (other !== undefined) {
      const result = resultNode(other);
      if (context.path.includes(name)) throw circle([...context.path, name]);
      if (result === undefined) continue;
      parts.set(name, inline(result, other, { ...context, path: [...context.path, name] }));
    }
  }
  return sql;
}

function circle(path: readonly string[]): RequestError {
  return new RequestError(
    400,
    `Cannot run "${path[0]}" as nodes must not read each other in a circle: ${path.join(" -> ")}`,
  );
}

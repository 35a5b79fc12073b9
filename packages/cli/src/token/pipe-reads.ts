import type { Pipe, PipeNode, Project } from "./project.ts";
import { withoutComments } from "./without-comments.ts";

/** What answers of a pipe are made from. */
export interface PipeReads {
  /** Data sources, quarantines and Tinybird's own ones, sorted by name. */
  readonly tables: readonly string[];
  /** Nodes that take the name of a table from outside, as `pipe.node`: what they read is not known. */
  readonly unclear: readonly string[];
  /** Names of the parameters, those of pipes that it reads among them. */
  readonly parameters: ReadonlySet<string>;
}

/**
 * Gives what a pipe's endpoint reads, through its nodes and through other pipes.
 *
 * A name that stands anywhere in the SQL counts, in each branch of a template: rather one too many, which a filter
 * does no harm to, than one that is missed and has none.
 */
export function pipeReads(project: Project, pipe: Pipe): PipeReads {
  const tables = new Set<string>();
  const unclear = new Set<string>();
  const parameters = new Set<string>();
  const seen = new Set<PipeNode>();
  const names = [...project.datasources.keys()].flatMap((name) => [name, `${name}_quarantine`]);

  const visit = (of: Pipe, node: PipeNode) => {
    if (seen.has(node)) return;
    seen.add(node);
    const sql = withoutComments(node.sql);
    for (const name of names) if (mentions(sql, name)) tables.add(name);
    for (const [name] of sql.matchAll(/\b(?:tinybird|organization)\.\w+/g)) tables.add(name);
    // A tag that only branches may stand before the one that names the table.
    const bare = sql.replace(/\{%[\s\S]*?%\}/g, " ");
    if (/\b(?:from|join)\s+(?:\w+\.)?[`"]?\{\{|\{\{\s*table\s*\(/i.test(bare))
      unclear.add(`${of.name}.${node.name}`);
    for (const name of node.parameters) parameters.add(name);
    for (const other of of.nodes) if (mentions(sql, other.name)) visit(of, other);
    for (const other of project.pipes.values())
      if (other !== of && mentions(sql, other.name)) visitPipe(other);
  };
  const visitPipe = (of: Pipe) => {
    const answer = of.nodes.find(({ name }) => name === of.endpoint) ?? of.nodes.at(-1);
    if (answer !== undefined) visit(of, answer);
  };
  visitPipe(pipe);
  return { tables: [...tables].sort(), unclear: [...unclear].sort(), parameters };
}

function mentions(sql: string, name: string): boolean {
  return new RegExp(`(?<!\\w)${name.replaceAll(/\W/g, "\\$&")}(?!\\w)`).test(sql);
}

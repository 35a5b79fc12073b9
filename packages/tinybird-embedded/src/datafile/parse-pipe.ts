import { DatafileError } from "./datafile-error.ts";
import type { NodeDefinition, PipeDefinition, TokenDefinition } from "./definitions.ts";
import { DirectiveSet } from "./directive-set.ts";
import type { Directive } from "./known-directives.ts";
import { isNodeDirective, parseNode } from "./parse-node.ts";
import { parseTags } from "./parse-tags.ts";
import { parseToken } from "./parse-token.ts";
import { type DirectiveStatement, readDirectives } from "./read-directives.ts";
import { resourceName } from "./resource-name.ts";
import { invalid, textOf } from "./statement-value.ts";
import { withoutUndefined } from "./without-undefined.ts";

interface NodeStatements {
  readonly node: DirectiveStatement;
  readonly directives: DirectiveSet;
}

const OF_PIPE: ReadonlySet<Directive> = new Set<Directive>(["DESCRIPTION", "TAGS"]);

/**
 * Reads the text of a `.pipe` file; the pipe is named after the file.
 *
 * @throws {DatafileError} When Tinybird Forward would refuse it, or this server cannot do it.
 */
export function parsePipe(text: string, file: string): PipeDefinition {
  const name = resourceName(file);
  const pipe = new DirectiveSet();
  const tokens: TokenDefinition[] = [];
  const nodes: NodeStatements[] = [];
  for (const statement of readDirectives(text, file)) {
    const { directive } = statement;
    const current = nodes.at(-1)?.directives;
    if (directive === "TOKEN") tokens.push(parseToken(statement, ["READ"]));
    else if (directive === "NODE") nodes.push({ node: statement, directives: new DirectiveSet() });
    else if (current !== undefined && isNodeDirective(directive)) current.add(statement);
    else if (OF_PIPE.has(directive)) pipe.add(statement);
    else if (isNodeDirective(directive)) throw invalid(statement, "a NODE must come before it");
    else throw invalid(statement, "a pipe must not have it: it belongs into a .datasource file");
  }
  if (nodes.length === 0) {
    throw new DatafileError({ file, line: 1, cannot: "define a pipe", as: "it must have a NODE" });
  }
  return {
    name,
    file,
    nodes: parseNodes(nodes),
    tokens,
    ...withoutUndefined({
      description: pipe.read("DESCRIPTION", textOf),
      tags: pipe.read("TAGS", parseTags),
    }),
  };
}

function parseNodes(statements: readonly NodeStatements[]): NodeDefinition[] {
  const nodes = new Map<string, NodeDefinition>();
  for (const { node, directives } of statements) {
    const parsed = parseNode(node, directives);
    if (nodes.has(parsed.name)) throw invalid(node, `node "${parsed.name}" must come once`);
    const special = [...nodes.values()].find(({ type }) => type !== "standard");
    if (special !== undefined && parsed.type !== "standard") {
      throw invalid(
        directives.get("TYPE") ?? node,
        `one node at most must have a type: "${special.name}" is ${special.type} already`,
      );
    }
    nodes.set(parsed.name, parsed);
  }
  return [...nodes.values()];
}

import type { Expression } from "./expression.ts";
import { isTypeFunction } from "./functions/function-table.ts";
import { literalValue } from "./literal-value.ts";
import { targetNames } from "./read-target.ts";
import type { TemplateNode } from "./template-node.ts";
import { allNodes, assignedNames, innerExpressions, ownExpressions } from "./walk-template.ts";

/** One place of a template that reads a parameter. */
export interface Mention {
  readonly name: string;
  readonly line: number;
  /** `typed`: the first argument of `Int32` and its like; `argument`: of another function. */
  readonly kind: "typed" | "argument" | "bare";
  /** Function that reads it, `Int32`, `defined`; none when it is bare. */
  readonly function?: string;
  /** Type function that reads it, with its other arguments by name. */
  readonly arguments?: ReadonlyMap<string, Expression>;
  /** It is all that a `{{ }}` holds. */
  readonly isOutput: boolean;
}

/** Gives the places inside a node that read a parameter, in the order of the text. */
export function mentionsIn(node: TemplateNode, assigned: ReadonlySet<string>): Mention[] {
  const mentions: Mention[] = [];
  for (const inner of allNodes([node])) {
    for (const expression of ownExpressions(inner)) {
      collect(expression, undefined, mentions, inner.kind === "output");
    }
  }
  return mentions.filter(({ name }) => !assigned.has(name));
}

/** Gives the places of a template that read a parameter, apart by its outermost nodes. */
export function allMentions(nodes: readonly TemplateNode[]): Mention[][] {
  const assigned = assignedNames(nodes);
  return nodes.map((node) => mentionsIn(node, assigned));
}

/** Gives the type that a typed mention gives its parameter. */
export function mentionedType(mention: Mention): string {
  if (mention.function !== "Array") return mention.function ?? "String";
  const element = literalValue(mention.arguments?.get("_type"));
  return `Array(${typeof element === "string" ? element : "String"})`;
}

type Call = Extract<Expression, { kind: "call" }>;

function collect(
  expression: Expression,
  call: Call | undefined,
  mentions: Mention[],
  isOutput: boolean,
): void {
  if (expression.kind === "name") mentions.push(mention(expression, call, isOutput));
  const parent = expression.kind === "call" ? expression : undefined;
  const found: Mention[] = [];
  for (const inner of innerExpressions(expression)) collect(inner, parent, found, false);
  const bound = new Set(
    expression.kind === "comprehension"
      ? expression.clauses.flatMap(({ target }) => targetNames(target))
      : [],
  );
  mentions.push(...found.filter(({ name }) => !bound.has(name)));
}

function mention(
  { name, line }: Extract<Expression, { kind: "name" }>,
  call: Call | undefined,
  isOutput: boolean,
): Mention {
  if (call === undefined) return { name, line, kind: "bare", isOutput };
  const first = call.given.positional[0];
  const isTyped = isTypeFunction(call.name) && first?.kind === "name" && first.name === name;
  if (!isTyped) return { name, line, kind: "argument", function: call.name, isOutput };
  return {
    name,
    line,
    kind: "typed",
    function: call.name,
    arguments: typeArguments(call),
    isOutput,
  };
}

function typeArguments({ name, given }: Call): Map<string, Expression> {
  const parameters =
    name === "Array" ? ["x", "_type", "default", "defined"] : ["x", "default", "defined"];
  const positional = given.positional.flatMap((value, index): [string, Expression][] => {
    const parameter = parameters[index];
    return parameter === undefined ? [] : [[parameter, value]];
  });
  return new Map([...positional, ...given.keywords]);
}

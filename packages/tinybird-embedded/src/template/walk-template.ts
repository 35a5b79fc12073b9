import type { Expression, GivenArguments } from "./expression.ts";
import type { TemplateNode } from "./template-node.ts";

/** Gives the nodes and all nodes inside them, in the order of the text. */
export function* allNodes(nodes: readonly TemplateNode[]): Generator<TemplateNode> {
  for (const node of nodes) {
    yield node;
    if (node.kind === "for") yield* allNodes(node.body);
    if (node.kind === "if") for (const { body } of node.branches) yield* allNodes(body);
  }
}

/** Gives the expressions that a node holds itself, not those of the nodes inside it. */
export function ownExpressions(node: TemplateNode): Expression[] {
  switch (node.kind) {
    case "text":
      return [];
    case "output":
      return [node.expression];
    case "set":
      return [node.value];
    case "for":
      return [node.items];
    case "if":
      return node.branches.flatMap(({ test }) => (test === undefined ? [] : [test]));
  }
}

/** Gives the expressions directly inside an expression, in the order of the text. */
export function innerExpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "name":
      return [];
    case "list":
    case "tuple":
      return expression.items;
    case "dict":
      return expression.entries.flat();
    case "call":
      return argumentsOf(expression.given);
    case "method":
      return [expression.object, ...argumentsOf(expression.given)];
    case "attribute":
      return [expression.object];
    case "subscript":
      return [expression.object, expression.index];
    case "slice":
      return [expression.object, expression.from, expression.to].filter(
        (part) => part !== undefined,
      );
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "compare":
      return [expression.first, ...expression.rest.map(({ right }) => right)];
    case "logic":
      return expression.operands;
    case "conditional":
      return [expression.then, expression.test, expression.other];
  }
}

function argumentsOf({ positional, keywords }: GivenArguments): Expression[] {
  return [...positional, ...keywords.map(([, value]) => value)];
}

/** Gives the names that a template sets itself, by `set` or `for`. */
export function assignedNames(nodes: readonly TemplateNode[]): Set<string> {
  const names = [...allNodes(nodes)].flatMap((node) =>
    node.kind === "set" || node.kind === "for" ? node.names : [],
  );
  return new Set(names);
}

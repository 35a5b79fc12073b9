import type { Comprehension, Expression, GivenArguments } from "./expression.ts";
import { targetExpressions, targetNames } from "./read-target.ts";
import type { TemplateNode } from "./template-node.ts";

/** Gives the nodes and all nodes inside them, in the order of the text. */
export function* allNodes(nodes: readonly TemplateNode[]): Generator<TemplateNode> {
  for (const node of nodes) {
    yield node;
    for (const body of bodiesOf(node)) yield* allNodes(body);
  }
}

function bodiesOf(node: TemplateNode): readonly (readonly TemplateNode[])[] {
  switch (node.kind) {
    case "for":
    case "while":
      return [node.body, node.otherwise];
    case "if":
      return node.branches.map(({ body }) => body);
    case "try":
      return [node.body, ...node.handlers.map(({ body }) => body), node.otherwise, node.finally];
    default:
      return [];
  }
}

/** Gives the expressions that a node holds itself, not those of the nodes inside it. */
export function ownExpressions(node: TemplateNode): Expression[] {
  switch (node.kind) {
    case "output":
      return [node.expression];
    case "set":
      return [...node.targets.flatMap(targetExpressions), node.value];
    case "for":
      return [...targetExpressions(node.target), node.items];
    case "while":
      return [node.test];
    case "if":
      return node.branches.flatMap(({ test }) => (test === undefined ? [] : [test]));
    default:
      return [];
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
    case "set":
      return expression.items;
    case "formatted":
      return expression.parts.flatMap((part) => {
        if (typeof part === "string") return [];
        return part.spec === undefined ? [part.value] : [part.value, part.spec];
      });
    case "comprehension":
      return inComprehension(expression);
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
      return [expression.object, expression.from, expression.to, expression.step].filter(
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

function inComprehension({ item, value, clauses }: Comprehension): Expression[] {
  const parts = clauses.flatMap(({ target, items, tests }) => [
    items,
    ...targetExpressions(target),
    ...tests,
  ]);
  return value === undefined ? [...parts, item] : [...parts, item, value];
}

function argumentsOf({ positional, keywords }: GivenArguments): Expression[] {
  return [...positional, ...keywords.map(([, value]) => value)];
}

/** Gives the names that a template sets itself, by `set`, `for` or `except`. */
export function assignedNames(nodes: readonly TemplateNode[]): Set<string> {
  const names = [...allNodes(nodes)].flatMap((node) => {
    if (node.kind === "set") return node.targets.flatMap(targetNames);
    if (node.kind === "for") return targetNames(node.target);
    if (node.kind !== "try") return [];
    return node.handlers.flatMap((handler) => (handler.as === undefined ? [] : [handler.as]));
  });
  return new Set(names);
}

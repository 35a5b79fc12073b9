import { isServiceTable } from "../deploy/service-tables.ts";
import { isAllowedFunction } from "./allowed-functions.ts";
import type { SyntaxNode } from "./syntax-tree.ts";

const kinds = new Set([
  "ArrayJoin",
  "Asterisk",
  "ColumnsExceptTransformer",
  "ColumnsListMatcher",
  "ColumnsRegexpMatcher",
  "ColumnsReplaceTransformer",
  "ColumnsReplaceTransformer::Replacement",
  "ColumnsTransformerList",
  "ExpressionList",
  "Function",
  "Identifier",
  "InterpolateElement",
  "Literal",
  "OrderByElement",
  "QualifiedAsterisk",
  "SampleRatio",
  "SelectIntersectExceptQuery",
  "SelectQuery",
  "SelectWithUnionQuery",
  "Subquery",
  "TableExpression",
  "TableIdentifier",
  "TableJoin",
  "TablesInSelectQuery",
  "TablesInSelectQueryElement",
  "WindowDefinition",
  "WindowListElement",
  "WithElement",
]);

const tableFunctions = new Set([
  "generate_series",
  "generateSeries",
  "numbers",
  "numbers_mt",
  "values",
  "zeros",
  "zeros_mt",
]);

/**
 * Says what in a syntax tree a statement from outside may not have; `undefined` when there is nothing.
 *
 * All is refused that is not on a list: kinds of syntax, functions, table functions, and tables outside the database
 * of the project.
 */
export function refusalOf(tree: readonly SyntaxNode[]): string | undefined {
  for (const node of tree) {
    const refusal = nodeRefusal(node);
    if (refusal !== undefined) return refusal;
  }
  const other = [...tablesIn(tree)].find((name) => name.includes(".") && !isServiceTable(name));
  return other === undefined ? undefined : `The table ${other} is not part of the project`;
}

function nodeRefusal(node: SyntaxNode): string | undefined {
  const { kind, name, parent } = node;
  if (kind === "Set") return "SETTINGS is not allowed";
  if (!kinds.has(kind)) return `This syntax is not allowed: ${kind}`;
  if (kind === "Function" && parent?.kind === "TableExpression") {
    return tableFunctions.has(name) ? undefined : `The table function ${name} is not allowed`;
  }
  if (kind === "Function" && !isAllowedFunction(name)) return `The function ${name} is not allowed`;
  return undefined;
}

/** Gives the names that a statement reads as tables, or may: `WITH x AS t SELECT 1 IN t` reads x. */
export function tablesIn(tree: readonly SyntaxNode[]): Set<string> {
  const names = new Set(tree.filter(isTable).map(({ name }) => name));
  const aliased = tree.filter(({ kind, alias }) => kind === "Identifier" && alias !== undefined);
  for (const name of names) {
    // What is added to a set while it is walked is walked, too.
    for (const node of aliased) if (node.alias === name) names.add(node.name);
  }
  return names;
}

function isTable(node: SyntaxNode): boolean {
  return node.kind === "TableIdentifier" || (node.kind === "Identifier" && isRightOfIn(node));
}

/** `x IN name` reads a table of that name, though the tree has it as any other name. */
function isRightOfIn({ parent, place }: SyntaxNode): boolean {
  const call = parent?.parent;
  return (
    place === 1 &&
    call?.kind === "Function" &&
    /^(global)?(not)?(null)?in(ignoreset)?$/i.test(call.name)
  );
}

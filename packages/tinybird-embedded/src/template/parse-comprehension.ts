import type { Comprehension, ComprehensionClause, Expression } from "./expression.ts";
import type { ExpressionGrammar } from "./expression-grammar.ts";
import { readTarget } from "./read-target.ts";
import { syntaxError } from "./template-error.ts";

/** Tells whether what was read last is the item of a comprehension. */
export function isComprehension({ cursor }: ExpressionGrammar): boolean {
  return cursor.isNext("for");
}

/**
 * Reads the `for … in … if …` of a comprehension, up to the bracket that ends it.
 *
 * @throws {TemplateError} In `{{ }}`, where Tinybird allows none.
 */
export function parseComprehension(
  grammar: ExpressionGrammar,
  result: Comprehension["result"],
  item: Expression,
  value?: Expression,
): Comprehension {
  const { line } = grammar.cursor.peek();
  if (grammar.place === "output") {
    throw syntaxError("Invalid comprehension in {{ }}: use it in {% set %}", line);
  }
  const clauses: ComprehensionClause[] = [];
  while (grammar.cursor.isNext("for")) {
    clauses.push(grammar.cursor.nested(() => parseClause(grammar)));
  }
  return { kind: "comprehension", line, result, item, ...(value && { value }), clauses };
}

function parseClause(grammar: ExpressionGrammar): ComprehensionClause {
  const { cursor } = grammar;
  cursor.expect("for");
  const target = parseLoopTarget(grammar);
  const items = grammar.condition();
  const tests: Expression[] = [];
  while (cursor.takeIf("if")) tests.push(grammar.condition());
  return { target: readTarget(target), items, tests };
}

/** Reads the names between `for` and `in`, `in` included. */
export function parseLoopTarget(grammar: ExpressionGrammar): Expression {
  const { cursor } = grammar;
  const first = grammar.operand();
  if (!cursor.isNext(",")) {
    cursor.expect("in");
    return first;
  }
  const items = [first];
  while (cursor.takeIf(",") && !cursor.isNext("in")) items.push(grammar.operand());
  cursor.expect("in");
  return { kind: "tuple", line: first.line, items };
}

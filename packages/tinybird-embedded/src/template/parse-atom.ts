import type { Expression, FormattedPart } from "./expression.ts";
import type { ExpressionGrammar } from "./expression-grammar.ts";
import { isComprehension, parseComprehension } from "./parse-comprehension.ts";
import { parseFormattedString } from "./parse-formatted-string.ts";

const KEYWORDS: ReadonlySet<string> = new Set(
  "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);

/** Reads a name, a literal, or what stands in brackets. */
export function parseAtom(grammar: ExpressionGrammar): Expression {
  const { cursor } = grammar;
  const token = cursor.peek();
  const { line } = token;
  if (token.kind === "number") {
    cursor.take();
    return { kind: "literal", line, value: token.value };
  }
  if (token.kind === "string" || token.kind === "formatted") return strings(grammar);
  if (token.kind === "name" && !KEYWORDS.has(token.text)) {
    cursor.take();
    return nameOrConstant(token.text, line);
  }
  if (cursor.isNext("(")) return parseBrackets(grammar);
  if (cursor.isNext("[")) return parseList(grammar);
  if (cursor.isNext("{")) return parseBraces(grammar);
  throw cursor.unexpected("a value must come");
}

function nameOrConstant(name: string, line: number): Expression {
  if (name === "None") return { kind: "literal", line, value: null };
  if (name === "True" || name === "False") return { kind: "literal", line, value: name === "True" };
  return { kind: "name", line, name };
}

function strings(grammar: ExpressionGrammar): Expression {
  const { cursor } = grammar;
  const { line } = cursor.peek();
  const parts: FormattedPart[] = [];
  for (;;) {
    const token = cursor.peek();
    if (token.kind === "string") parts.push(token.value);
    else if (token.kind === "formatted") parts.push(...parseFormattedString(token, grammar));
    else break;
    cursor.take();
  }
  const texts = parts.filter((part) => typeof part === "string");
  return texts.length === parts.length
    ? { kind: "literal", line, value: texts.join("") }
    : { kind: "formatted", line, parts };
}

function parseBrackets(grammar: ExpressionGrammar): Expression {
  const { cursor } = grammar;
  const { line } = cursor.take();
  if (cursor.takeIf(")")) return { kind: "tuple", line, items: [] };
  const first = grammar.expression();
  const expression = isComprehension(grammar)
    ? parseComprehension(grammar, "list", first)
    : cursor.isNext(",")
      ? grammar.restOfTuple(first)
      : first;
  cursor.expect(")");
  return expression;
}

function parseList(grammar: ExpressionGrammar): Expression {
  const { cursor } = grammar;
  const { line } = cursor.take();
  if (cursor.takeIf("]")) return { kind: "list", line, items: [] };
  const first = grammar.expression();
  if (!isComprehension(grammar)) {
    return { kind: "list", line, items: [first, ...restOfItems(grammar, "]")] };
  }
  const comprehension = parseComprehension(grammar, "list", first);
  cursor.expect("]");
  return comprehension;
}

function parseBraces(grammar: ExpressionGrammar): Expression {
  const { cursor } = grammar;
  const { line } = cursor.take();
  if (cursor.takeIf("}")) return { kind: "dict", line, entries: [] };
  const first = grammar.expression();
  if (cursor.takeIf(":")) return parseDict(grammar, first, line);
  if (!isComprehension(grammar)) {
    return { kind: "set", line, items: [first, ...restOfItems(grammar, "}")] };
  }
  const comprehension = parseComprehension(grammar, "set", first);
  cursor.expect("}");
  return comprehension;
}

function parseDict(grammar: ExpressionGrammar, firstKey: Expression, line: number): Expression {
  const { cursor } = grammar;
  const firstValue = grammar.expression();
  if (isComprehension(grammar)) {
    const comprehension = parseComprehension(grammar, "dict", firstKey, firstValue);
    cursor.expect("}");
    return comprehension;
  }
  const entries: [Expression, Expression][] = [[firstKey, firstValue]];
  while (!cursor.takeIf("}")) {
    cursor.expect(",");
    if (cursor.takeIf("}")) break;
    const key = grammar.expression();
    cursor.expect(":");
    entries.push([key, grammar.expression()]);
  }
  return { kind: "dict", line, entries };
}

function restOfItems(grammar: ExpressionGrammar, close: string): Expression[] {
  const { cursor } = grammar;
  const items: Expression[] = [];
  while (!cursor.takeIf(close)) {
    cursor.expect(",");
    if (cursor.takeIf(close)) break;
    items.push(grammar.expression());
  }
  return items;
}

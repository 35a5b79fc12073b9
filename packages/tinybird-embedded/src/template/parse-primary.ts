import type { Expression, GivenArguments } from "./expression.ts";
import type { ExpressionGrammar } from "./expression-grammar.ts";
import { syntaxError } from "./template-error.ts";

const KEYWORDS: ReadonlySet<string> = new Set(
  "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);

/** Methods that Tinybird allows in `{{ }}`. */
const OUTPUT_METHODS: readonly string[] = ["split", "get", "join", "replace"];

/** Reads an operand and the calls, methods and subscripts that follow it. */
export function parsePrimary(grammar: ExpressionGrammar): Expression {
  const { cursor } = grammar;
  let expression = parseAtom(grammar);
  let levels = 0;
  for (;;) {
    const { line } = cursor.peek();
    if (cursor.isNext("(")) {
      if (expression.kind !== "name") throw cursor.unexpected("only a function can be called");
      expression = { kind: "call", line, name: expression.name, given: parseArguments(grammar) };
    } else if (cursor.isNext(".")) {
      expression = parseAttribute(grammar, expression);
    } else if (cursor.isNext("[")) {
      expression = parseSubscript(grammar, expression);
    } else {
      break;
    }
    cursor.deeper(1);
    levels += 1;
  }
  cursor.deeper(-levels);
  return expression;
}

function parseAttribute(grammar: ExpressionGrammar, object: Expression): Expression {
  const { cursor, place } = grammar;
  cursor.expect(".");
  const { text: name, kind, line } = cursor.take();
  if (kind !== "name" || name.startsWith("_")) throw syntaxError(`Invalid attribute ${name}`, line);
  if (place === "output" && !OUTPUT_METHODS.includes(name)) {
    throw syntaxError(`Invalid attribute ${name} in {{ }}: use it in {% set %}`, line);
  }
  if (!cursor.isNext("(")) return { kind: "attribute", line, object, name };
  return { kind: "method", line, object, name, given: parseArguments(grammar) };
}

function parseSubscript(grammar: ExpressionGrammar, object: Expression): Expression {
  const { cursor } = grammar;
  const { line } = cursor.take();
  const from = cursor.isNext(":") ? undefined : grammar.expression();
  if (from !== undefined && cursor.takeIf("]")) {
    return { kind: "subscript", line, object, index: from };
  }
  cursor.expect(":");
  const to = cursor.isNext("]") ? undefined : grammar.expression();
  cursor.expect("]");
  return { kind: "slice", line, object, ...(from && { from }), ...(to && { to }) };
}

function parseArguments(grammar: ExpressionGrammar): GivenArguments {
  const { cursor } = grammar;
  const positional: Expression[] = [];
  const keywords: [string, Expression][] = [];
  cursor.expect("(");
  while (!cursor.takeIf(")")) {
    const { kind, text, line } = cursor.peek();
    if (kind === "name" && cursor.isNext("=", 1)) {
      cursor.take();
      cursor.take();
      if (keywords.some(([name]) => name === text)) {
        throw syntaxError(`keyword argument repeated: ${text}`, line);
      }
      keywords.push([text, grammar.expression()]);
    } else {
      if (keywords.length > 0) throw cursor.unexpected("a keyword argument must come");
      positional.push(grammar.expression());
    }
    if (!cursor.isNext(")")) cursor.expect(",");
  }
  return { positional, keywords };
}

function parseAtom(grammar: ExpressionGrammar): Expression {
  const { cursor } = grammar;
  const token = cursor.peek();
  const { line } = token;
  if (token.kind === "number") {
    cursor.take();
    return { kind: "literal", line, value: token.value };
  }
  if (token.kind === "string") return { kind: "literal", line, value: strings(grammar) };
  if (token.kind === "name" && !KEYWORDS.has(token.text)) {
    cursor.take();
    return nameOrConstant(token.text, line);
  }
  if (cursor.isNext("(")) return parseBrackets(grammar);
  if (cursor.isNext("[")) {
    cursor.take();
    return { kind: "list", line, items: parseItems(grammar, "]") };
  }
  if (cursor.isNext("{")) return parseDict(grammar);
  throw cursor.unexpected("a value must come");
}

function nameOrConstant(name: string, line: number): Expression {
  if (name === "None") return { kind: "literal", line, value: null };
  if (name === "True" || name === "False") return { kind: "literal", line, value: name === "True" };
  return { kind: "name", line, name };
}

function strings(grammar: ExpressionGrammar): string {
  let text = "";
  for (let token = grammar.cursor.peek(); token.kind === "string"; token = grammar.cursor.peek()) {
    text += token.value;
    grammar.cursor.take();
  }
  return text;
}

function parseBrackets(grammar: ExpressionGrammar): Expression {
  const { cursor } = grammar;
  const { line } = cursor.take();
  if (cursor.takeIf(")")) return { kind: "tuple", line, items: [] };
  const first = grammar.expression();
  const expression = cursor.isNext(",") ? grammar.restOfTuple(first) : first;
  cursor.expect(")");
  return expression;
}

function parseItems(grammar: ExpressionGrammar, close: string): Expression[] {
  const { cursor } = grammar;
  const items: Expression[] = [];
  while (!cursor.takeIf(close)) {
    items.push(grammar.expression());
    if (!cursor.isNext(close)) cursor.expect(",");
  }
  return items;
}

function parseDict(grammar: ExpressionGrammar): Expression {
  const { cursor } = grammar;
  const { line } = cursor.take();
  const entries: [Expression, Expression][] = [];
  while (!cursor.takeIf("}")) {
    const key = grammar.expression();
    cursor.expect(":");
    entries.push([key, grammar.expression()]);
    if (!cursor.isNext("}")) cursor.expect(",");
  }
  return { kind: "dict", line, entries };
}

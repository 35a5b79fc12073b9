import type { Expression } from "./expression.ts";
import type { ExpressionGrammar } from "./expression-grammar.ts";
import { isOutputFunction } from "./functions/output-functions.ts";
import { parseArguments } from "./parse-arguments.ts";
import { parseAtom } from "./parse-atom.ts";
import { syntaxError } from "./template-error.ts";

/** Methods that Tinybird allows in `{{ }}`. */
const OUTPUT_METHODS: readonly string[] = ["split", "get", "join", "replace"];

/** Reads an operand and the calls, methods and subscripts that follow it. */
export function parsePrimary(grammar: ExpressionGrammar): Expression {
  const { cursor } = grammar;
  let expression = parseAtom(grammar);
  let levels = 0;
  for (;;) {
    if (cursor.isNext("(")) {
      expression = parseCall(grammar, expression);
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

function parseCall(grammar: ExpressionGrammar, callee: Expression): Expression {
  const { cursor, place } = grammar;
  const { line } = cursor.peek();
  if (callee.kind !== "name") throw cursor.unexpected("only a function can be called");
  const { name } = callee;
  if (place === "output" && !isOutputFunction(name)) {
    throw syntaxError(`'${name}' is not a valid function`, line);
  }
  return { kind: "call", line, name, given: parseArguments(grammar) };
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
  const bound = (): Expression | undefined =>
    cursor.isNext(":") || cursor.isNext("]") ? undefined : grammar.expression();
  const from = bound();
  if (from !== undefined && !cursor.isNext(":")) {
    const index = cursor.isNext(",") ? grammar.restOfTuple(from) : from;
    cursor.expect("]");
    return { kind: "subscript", line, object, index };
  }
  cursor.expect(":");
  const to = bound();
  const step = cursor.takeIf(":") ? bound() : undefined;
  cursor.expect("]");
  return {
    kind: "slice",
    line,
    object,
    ...(from && { from }),
    ...(to && { to }),
    ...(step && { step }),
  };
}

import { callMethod } from "./call-method.ts";
import { comprehend } from "./comprehend.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Expression, FormattedPart, GivenArguments } from "./expression.ts";
import { converted, formatValue } from "./format-value.ts";
import { callFunction } from "./functions/call-function.ts";
import { setItem } from "./mutate.ts";
import { binary } from "./python-arithmetic.ts";
import { compare } from "./python-comparison.ts";
import { noAttribute, PythonError } from "./python-error.ts";
import { setOf } from "./python-set.ts";
import { str } from "./python-text.ts";
import { slice, subscript } from "./subscript.ts";
import { syntaxError } from "./template-error.ts";
import { Dict, isTrue, numberOf, Tuple, typeName, type Value } from "./value.ts";

/** Units of the budget that one operation costs. */
const COST = 20;

/**
 * Gives the value of an expression.
 *
 * @throws {TemplateError} Where Python or a function of Tinybird would throw.
 */
export function evaluate(expression: Expression, evaluation: Evaluation): Value {
  evaluation.budget.spend(COST);
  try {
    return operate(expression, evaluation);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    throw syntaxError(error.message, expression.line, error);
  }
}

function operate(expression: Expression, evaluation: Evaluation): Value {
  const of = (inner: Expression): Value => evaluate(inner, evaluation);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "name":
      return evaluation.scope.get(expression.name, expression.line);
    case "list":
      return expression.items.map(of);
    case "tuple":
      return new Tuple(expression.items.map(of));
    case "set":
      return setOf(expression.items.map(of));
    case "formatted":
      return formatted(expression.parts, of, evaluation);
    case "comprehension":
      return comprehend(expression, evaluation, evaluate);
    case "dict":
      return dict(expression.entries, of);
    case "conditional":
      return of(isTrue(of(expression.test)) ? expression.then : expression.other);
    case "logic":
      return logic(expression.operator, expression.operands, of);
    case "compare":
      return comparison(expression, evaluation);
    case "unary":
      return unary(expression.operator, of(expression.operand));
    case "binary":
      return binary(
        expression.operator,
        of(expression.left),
        of(expression.right),
        evaluation.budget,
      );
    case "attribute":
      throw noAttribute(typeName(of(expression.object)), expression.name);
    case "subscript":
      return subscript(of(expression.object), of(expression.index));
    case "slice":
      return slice(
        of(expression.object),
        expression.from ? of(expression.from) : null,
        expression.to ? of(expression.to) : null,
        expression.step ? of(expression.step) : null,
        evaluation.budget,
      );
    case "method":
      return method(expression, of, evaluation);
    case "call":
      return callFunction(
        expression.name,
        values(expression.given, of),
        expression.line,
        evaluation,
      );
  }
}

type Of = (expression: Expression) => Value;

function values({ positional, keywords }: GivenArguments, of: Of) {
  const named = keywords.map(([name, value]): [string, Value] => [name, of(value)]);
  return { positional: positional.map(of), keywords: new Map(named) };
}

function dict(entries: readonly (readonly [Expression, Expression])[], of: Of): Dict {
  const result = new Dict();
  for (const [key, value] of entries) setItem(result, of(key), of(value));
  return result;
}

function formatted(parts: readonly FormattedPart[], of: Of, { budget }: Evaluation): string {
  const texts = parts.map((part) => {
    if (typeof part === "string") return part;
    const spec = part.spec === undefined ? "" : str(of(part.spec));
    return formatValue(converted(of(part.value), part.conversion), spec, budget);
  });
  budget.text(texts.reduce((length, text) => length + text.length, 0));
  return texts.join("");
}

function logic(operator: "and" | "or", operands: readonly Expression[], of: Of): Value {
  let value: Value = null;
  for (const operand of operands) {
    value = of(operand);
    if (isTrue(value) === (operator === "or")) break;
  }
  return value;
}

function comparison(
  expression: Extract<Expression, { kind: "compare" }>,
  evaluation: Evaluation,
): boolean {
  let left = evaluate(expression.first, evaluation);
  return expression.rest.every(({ operator, right: next }) => {
    const right = evaluate(next, evaluation);
    const holds = compare(operator, left, right, evaluation.budget);
    left = right;
    return holds;
  });
}

function unary(operator: "-" | "+" | "not", value: Value): Value {
  if (operator === "not") return !isTrue(value);
  const number = numberOf(value);
  if (number === undefined) {
    throw new PythonError(`bad operand type for unary ${operator}: '${typeName(value)}'`);
  }
  return operator === "-" ? -number : number;
}

function method(
  expression: Extract<Expression, { kind: "method" }>,
  of: Of,
  evaluation: Evaluation,
): Value {
  const { name, given } = expression;
  return callMethod(of(expression.object), name, values(given, of), evaluation.budget);
}

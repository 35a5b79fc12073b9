import type {
  BinaryOperator,
  Comparison,
  ComparisonOperator,
  Expression,
  Target,
} from "./expression.ts";
import type { ExpressionGrammar, ExpressionPlace } from "./expression-grammar.ts";
import { parseLoopTarget } from "./parse-comprehension.ts";
import { parsePrimary } from "./parse-primary.ts";
import { readTarget } from "./read-target.ts";
import { syntaxError } from "./template-error.ts";
import type { Assignment } from "./template-node.ts";
import { TokenCursor } from "./token-cursor.ts";

/**
 * Reads a Python expression of a template.
 *
 * @throws {TemplateError} When it is none, or uses what the template language has not.
 */
export function parseExpression(
  source: string,
  line: number,
  place: ExpressionPlace = "control",
): Expression {
  if (source.trim() === "") throw syntaxError("Empty expression", line);
  const cursor = new TokenCursor(source, line);
  const parser = new ExpressionParser(cursor, place);
  const first = parser.expression();
  const expression = cursor.isNext(",") ? parser.restOfTuple(first) : first;
  cursor.expectEnd();
  return expression;
}

/**
 * Reads the loop of a `for` block: what stands after the keyword.
 *
 * @throws {TemplateError} When it is none.
 */
export function parseLoop(
  source: string,
  line: number,
): { readonly target: Target; readonly items: Expression } {
  if (source.trim() === "") throw syntaxError("for needs names and a list", line);
  const cursor = new TokenCursor(source, line);
  const parser = new ExpressionParser(cursor, "control");
  const target = readTarget(parseLoopTarget(parser));
  const first = parser.expression();
  const items = cursor.isNext(",") ? parser.restOfTuple(first) : first;
  cursor.expectEnd();
  return { target, items };
}

/** Operators that `{% set a += 1 %}` can have; longer ones first. */
const ASSIGNMENT_OPERATORS = ["**", "//", "+", "-", "*", "/", "%"] as const;

/**
 * Reads the statement of a `set` block.
 *
 * @throws {TemplateError} When it neither assigns nor is an expression.
 */
export function parseAssignment(source: string, line: number): Assignment {
  if (source.trim() === "") throw syntaxError("set missing statement", line);
  const cursor = new TokenCursor(source, line);
  const parser = new ExpressionParser(cursor, "control");
  const next = (): Expression => {
    const first = parser.expression();
    return cursor.isNext(",") ? parser.restOfTuple(first) : first;
  };
  let value = next();
  const targets: Target[] = [];
  const operator = ASSIGNMENT_OPERATORS.find((text) => cursor.takeIf(`${text}=`));
  if (operator !== undefined) {
    targets.push(readTarget(value));
    if (targets[0]?.kind === "tuple") throw cursor.unexpected("a tuple cannot be added to");
    value = next();
  } else {
    while (cursor.takeIf("=")) {
      targets.push(readTarget(value));
      value = next();
    }
  }
  cursor.expectEnd();
  return { kind: "set", line, targets, ...(operator && { operator }), value };
}

const BINARY: readonly (readonly BinaryOperator[])[] = [
  ["+", "-"],
  ["*", "/", "//", "%"],
];
const COMPARISONS: readonly ComparisonOperator[] = ["==", "!=", "<", "<=", ">", ">=", "in"];
/** Python has them, Tinybird refuses most of them, and nothing here does them. */
const REFUSED = ["<<", ">>", "&", "|", "^", "~", "@", ":=", "lambda", "await", "yield"];

/** The grammar from the loosest operator down to the operand of the tightest. */
class ExpressionParser implements ExpressionGrammar {
  readonly cursor: TokenCursor;
  readonly place: ExpressionPlace;

  constructor(cursor: TokenCursor, place: ExpressionPlace) {
    this.cursor = cursor;
    this.place = place;
  }

  expression(): Expression {
    return this.cursor.nested(() => {
      const then = this.condition();
      const { line } = this.cursor.peek();
      if (!this.cursor.takeIf("if")) return this.#refuse(then);
      const test = this.condition();
      this.cursor.expect("else");
      return { kind: "conditional", line, test, then, other: this.expression() };
    });
  }

  condition(): Expression {
    return this.#logic("or", () => this.#logic("and", () => this.#not()));
  }

  operand(): Expression {
    return this.#binary(0);
  }

  inner(source: string, line: number): Expression {
    return parseExpression(source, line, this.place);
  }

  restOfTuple(first: Expression): Expression {
    const items = [first];
    while (this.cursor.takeIf(",") && this.#startsExpression()) items.push(this.expression());
    return { kind: "tuple", line: first.line, items };
  }

  #startsExpression(): boolean {
    const { cursor } = this;
    if (cursor.peek().kind === "end") return false;
    return ![")", "]", "="].some((text) => cursor.isNext(text));
  }

  #refuse(expression: Expression): Expression {
    const operator = REFUSED.find((text) => this.cursor.isNext(text));
    if (operator === undefined) return expression;
    throw this.cursor.unexpected("the template language has no such operator");
  }

  #logic(operator: "and" | "or", operand: () => Expression): Expression {
    const { line } = this.cursor.peek();
    const operands = [operand()];
    while (this.cursor.takeIf(operator)) operands.push(operand());
    const [only] = operands;
    return only !== undefined && operands.length === 1
      ? only
      : { kind: "logic", line, operator, operands };
  }

  #not(): Expression {
    const { line } = this.cursor.peek();
    if (!this.cursor.isNext("not")) return this.#comparison();
    return this.cursor.nested(() => {
      this.cursor.take();
      return { kind: "unary", line, operator: "not", operand: this.#not() };
    });
  }

  #comparison(): Expression {
    const first = this.#binary(0);
    const rest: Comparison[] = [];
    for (let operator = this.#operator(); operator !== undefined; operator = this.#operator()) {
      rest.push({ operator, right: this.#binary(0) });
    }
    return rest.length === 0 ? first : { kind: "compare", line: first.line, first, rest };
  }

  #operator(): ComparisonOperator | undefined {
    const { cursor } = this;
    if (cursor.takeIf("is")) return cursor.takeIf("not") ? "is not" : "is";
    if (cursor.isNext("not") && cursor.isNext("in", 1)) {
      cursor.take();
      cursor.take();
      return "not in";
    }
    return COMPARISONS.find((operator) => cursor.takeIf(operator));
  }

  #binary(level: number): Expression {
    const operators = BINARY[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    let levels = 0;
    for (;;) {
      const { line } = this.cursor.peek();
      const operator = operators.find((text) => this.cursor.isNext(text));
      if (operator === undefined) break;
      this.#checkPlace(operator, line);
      this.cursor.take();
      this.cursor.deeper(1);
      levels += 1;
      left = { kind: "binary", line, operator, left, right: this.#binary(level + 1) };
    }
    this.cursor.deeper(-levels);
    return left;
  }

  #checkPlace(operator: BinaryOperator, line: number): void {
    if (this.place === "control" || ["+", "-", "*"].includes(operator)) return;
    throw syntaxError(`Invalid operator ${operator} in {{ }}: use it in {% set %}`, line);
  }

  #unary(): Expression {
    const { line } = this.cursor.peek();
    const operator = (["-", "+"] as const).find((text) => this.cursor.isNext(text));
    if (operator === undefined) return this.#power();
    return this.cursor.nested(() => {
      this.cursor.take();
      return { kind: "unary", line, operator, operand: this.#unary() };
    });
  }

  #power(): Expression {
    const left = parsePrimary(this);
    const { line } = this.cursor.peek();
    if (!this.cursor.isNext("**")) return left;
    this.#checkPlace("**", line);
    return this.cursor.nested(() => {
      this.cursor.take();
      return { kind: "binary", line, operator: "**", left, right: this.#unary() };
    });
  }
}

import type { BinaryOperator, Comparison, ComparisonOperator, Expression } from "./expression.ts";
import type { ExpressionGrammar, ExpressionPlace } from "./expression-grammar.ts";
import { parsePrimary } from "./parse-primary.ts";
import { syntaxError } from "./template-error.ts";
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

const BINARY: readonly (readonly BinaryOperator[])[] = [
  ["+", "-"],
  ["*", "/", "//", "%"],
];
const COMPARISONS: readonly ComparisonOperator[] = ["==", "!=", "<", "<=", ">", ">=", "in"];
/** Python has them, Tinybird refuses most of them, and nothing here does them. */
const REFUSED = ["**", "<<", ">>", ":=", "lambda", "await", "yield"];

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
      const then = this.#logic("or", () => this.#logic("and", () => this.#not()));
      const { line } = this.cursor.peek();
      if (!this.cursor.takeIf("if")) return this.#refuse(then);
      const test = this.#logic("or", () => this.#logic("and", () => this.#not()));
      this.cursor.expect("else");
      return { kind: "conditional", line, test, then, other: this.expression() };
    });
  }

  restOfTuple(first: Expression): Expression {
    const items = [first];
    while (this.cursor.takeIf(",") && this.#startsExpression()) items.push(this.expression());
    return { kind: "tuple", line: first.line, items };
  }

  #startsExpression(): boolean {
    return this.cursor.peek().kind !== "end" && !this.cursor.isNext(")");
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
    if (operator === undefined) return parsePrimary(this);
    return this.cursor.nested(() => {
      this.cursor.take();
      return { kind: "unary", line, operator, operand: this.#unary() };
    });
  }
}

import type { Expression } from "./expression.ts";

/** A literal of a template, as JSON can say it; a list only of such. */
export type LiteralValue = string | number | boolean | readonly LiteralValue[];

/**
 * Gives the value of a literal, or nothing for None and for what must be evaluated.
 *
 * A whole number beyond what a double holds exactly is its digits.
 */
export function literalValue(expression: Expression | undefined): LiteralValue | undefined {
  if (expression?.kind === "list") {
    const items = expression.items.map(literalValue);
    const known = items.filter((item) => item !== undefined);
    return known.length === items.length ? known : undefined;
  }
  if (expression?.kind === "unary" && expression.operator === "-") {
    const value = literalValue(expression.operand);
    return typeof value === "number" ? 0 - value : undefined;
  }
  if (expression?.kind !== "literal" || expression.value === null) return undefined;
  const { value } = expression;
  if (typeof value !== "bigint") return value;
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
}

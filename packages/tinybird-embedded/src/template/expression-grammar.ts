import type { Expression } from "./expression.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** Where an expression stands: `{{ }}` may do less than `{% %}`. */
export type ExpressionPlace = "output" | "control";

/** What an operand needs of the grammar around it, as brackets hold whole expressions again. */
export interface ExpressionGrammar {
  readonly cursor: TokenCursor;
  readonly place: ExpressionPlace;
  expression(): Expression;
  /** An expression without `if` at its outside, as `in` and `if` of a comprehension take it. */
  condition(): Expression;
  /** A value without comparisons, as a target before `in` is one. */
  operand(): Expression;
  /** Reads the expression of an f-string. */
  inner(source: string, line: number): Expression;
  restOfTuple(first: Expression): Expression;
}

import type { Expression } from "./expression.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** Where an expression stands: `{{ }}` may do less than `{% %}`. */
export type ExpressionPlace = "output" | "control";

/** What an operand needs of the grammar around it, as brackets hold whole expressions again. */
export interface ExpressionGrammar {
  readonly cursor: TokenCursor;
  readonly place: ExpressionPlace;
  expression(): Expression;
  restOfTuple(first: Expression): Expression;
}

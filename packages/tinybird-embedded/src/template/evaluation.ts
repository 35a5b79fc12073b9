import type { Budget } from "./budget.ts";
import type { Expression } from "./expression.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

/** What the expressions and functions of one rendering share. */
export interface Evaluation {
  readonly scope: Scope;
  readonly budget: Budget;
  /** Secrets that exist. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Secrets that the SQL refers to, as ClickHouse parameters; functions add to it. */
  readonly bindings: Map<string, string>;
  /** What the template asks of the query; functions set it. */
  readonly settings: {
    maxThreads?: number;
    cacheTtl?: string;
    activate?: string;
    disable?: string;
    backendHint?: string;
  };
}

/** Gives the value of an expression. */
export type Evaluate = (expression: Expression, evaluation: Evaluation) => Value;

import type { Budget } from "./budget.ts";
import type { Scope } from "./scope.ts";

/** What the expressions and functions of one rendering share. */
export interface Evaluation {
  readonly scope: Scope;
  readonly budget: Budget;
  /** Secrets that exist. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Secrets that the SQL refers to, as ClickHouse parameters; functions add to it. */
  readonly bindings: Map<string, string>;
  /** What the template asks of the query; functions set it. */
  readonly settings: { maxThreads?: number; cacheTtl?: string };
}

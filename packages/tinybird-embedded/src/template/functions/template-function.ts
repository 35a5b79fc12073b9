import type { Evaluation } from "../evaluation.ts";
import type { Value } from "../value.ts";

/** A function that templates can call. */
export interface TemplateFunction {
  /** Names of its parameters, in order. */
  readonly parameters: readonly string[];
  /** How many of them, from the first, must be given; none if absent. */
  readonly required?: number;
  /** What it takes beyond its parameters; nothing if absent. */
  readonly rest?: "positional" | "keywords";
  /** @throws {TemplateError} When an argument is not as it must be. */
  readonly call: (given: BoundArguments, evaluation: Evaluation) => Value;
}

/** The arguments of one call, each under the name of its parameter. */
export interface BoundArguments {
  /** The value of an argument, or None if it was not given. */
  readonly get: (parameter: string) => Value;
  readonly has: (parameter: string) => boolean;
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

import type { Evaluation } from "../evaluation.ts";
import { PythonError } from "../python-error.ts";
import { syntaxError } from "../template-error.ts";
import type { Value } from "../value.ts";
import { findFunction } from "./function-table.ts";
import { mapped } from "./python-builtin-functions.ts";
import type { BoundArguments, TemplateFunction } from "./template-function.ts";

/** Units of the budget that one call of `map` costs. */
const CALL_COST = 20;
const NONE: ReadonlyMap<string, Value> = new Map();

export interface CallArguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/**
 * Gives what a function of the template language gives.
 *
 * @throws {TemplateError} When there is none of that name, or it cannot take these arguments.
 */
export function callFunction(
  name: string,
  given: CallArguments,
  line: number,
  evaluation: Evaluation,
): Value {
  if (name === "map" || name === "filter") {
    const [callee = null, list = null] = given.positional;
    return mapped(name, callee, list, (called, value) => {
      evaluation.budget.spend(CALL_COST);
      return callFunction(called, { positional: [value], keywords: NONE }, line, evaluation);
    });
  }
  const callee = findFunction(name);
  if (callee === undefined) throw syntaxError(`'${name}' is not a valid function`, line);
  return callee.call(bind(name, callee, given), evaluation);
}

function bind(name: string, callee: TemplateFunction, given: CallArguments): BoundArguments {
  const { parameters, required = 0, rest } = callee;
  const bound = new Map<string, Value>();
  const keywords = new Map<string, Value>();
  if (given.positional.length > parameters.length && rest !== "positional") {
    throw new PythonError(`${name}() takes at most ${parameters.length} positional arguments`);
  }
  for (const [index, parameter] of parameters.entries()) {
    const value = given.positional[index];
    if (value !== undefined) bound.set(parameter, value);
  }
  for (const [keyword, value] of given.keywords) {
    if (parameters.includes(keyword)) {
      if (bound.has(keyword)) {
        throw new PythonError(`${name}() got multiple values for argument '${keyword}'`);
      }
      bound.set(keyword, value);
    } else if (rest === "keywords") {
      keywords.set(keyword, value);
    } else {
      throw new PythonError(`${name}() got an unexpected keyword argument '${keyword}'`);
    }
  }
  const missing = parameters.slice(0, required).find((parameter) => !bound.has(parameter));
  if (missing !== undefined)
    throw new PythonError(`${name}() is missing its argument '${missing}'`);
  return {
    get: (parameter) => bound.get(parameter) ?? null,
    has: (parameter) => bound.has(parameter),
    positional: given.positional.slice(parameters.length),
    keywords,
  };
}

import { assign } from "./assign.ts";
import type { Evaluate, Evaluation } from "./evaluation.ts";
import type { Comprehension, Expression } from "./expression.ts";
import { setItem } from "./mutate.ts";
import { PythonError } from "./python-error.ts";
import { setOf } from "./python-set.ts";
import { iterate } from "./subscript.ts";
import { Dict, isTrue, typeName, type Value } from "./value.ts";

/**
 * Gives the list, set or dict of a comprehension.
 *
 * @throws {PythonError} When it goes through what cannot be iterated.
 */
export function comprehend(
  { result, item, value, clauses }: Comprehension,
  evaluation: Evaluation,
  evaluate: Evaluate,
): Value {
  const of = (expression: Expression): Value => evaluate(expression, evaluation);
  const found: Value[] = [];
  const dict = new Dict();
  const collect = (): void => {
    evaluation.budget.item(found.length + dict.size);
    if (value === undefined) found.push(of(item));
    else setItem(dict, of(item), of(value));
  };
  const go = (depth: number, items: readonly Value[]): void => {
    const clause = clauses[depth];
    if (clause === undefined) return collect();
    for (const one of items) {
      assign(clause.target, one, evaluation, evaluate);
      if (!clause.tests.every((test) => isTrue(of(test)))) continue;
      const next = clauses[depth + 1];
      go(depth + 1, next === undefined ? [] : itemsToVisit(of(next.items)));
    }
  };
  // The first list is looked up outside, as `[x for x in x]` needs it.
  const first = clauses[0] === undefined ? [] : itemsToVisit(of(clauses[0].items));
  evaluation.scope.within(() => go(0, first));
  if (result === "dict") return dict;
  return result === "set" ? setOf(found) : found;
}

function itemsToVisit(value: Value): readonly Value[] {
  const items = iterate(value);
  if (items === undefined) throw new PythonError(`'${typeName(value)}' object is not iterable`);
  return items;
}

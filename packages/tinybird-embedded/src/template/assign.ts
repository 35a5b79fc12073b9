import type { Evaluate, Evaluation } from "./evaluation.ts";
import type { Target } from "./expression.ts";
import { setItem } from "./mutate.ts";
import { PythonError } from "./python-error.ts";
import { iterate } from "./subscript.ts";
import { syntaxError } from "./template-error.ts";
import { typeName, type Value } from "./value.ts";

/**
 * Assigns a value as Python does: to a name, to the names of a tuple, or to an item.
 *
 * @throws {TemplateError} When the value cannot be taken apart, or the item not be set.
 */
export function assign(
  target: Target,
  value: Value,
  evaluation: Evaluation,
  evaluate: Evaluate,
): void {
  if (target.kind === "name") return evaluation.scope.set(target.name, value);
  if (target.kind === "tuple") return unpack(target, value, evaluation, evaluate);
  const object = evaluate(target.object, evaluation);
  const index = evaluate(target.index, evaluation);
  try {
    setItem(object, index, value);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    throw syntaxError(error.message, target.line, error);
  }
}

function unpack(
  { items, line }: Extract<Target, { kind: "tuple" }>,
  value: Value,
  evaluation: Evaluation,
  evaluate: Evaluate,
): void {
  const values = iterate(value);
  if (values === undefined) {
    throw failure(`cannot unpack non-iterable ${typeName(value)} object`, line, "TypeError");
  }
  evaluation.budget.list(values.length);
  if (values.length > items.length) {
    throw failure(`too many values to unpack (expected ${items.length})`, line, "ValueError");
  }
  if (values.length < items.length) {
    const counts = `(expected ${items.length}, got ${values.length})`;
    throw failure(`not enough values to unpack ${counts}`, line, "ValueError");
  }
  for (const [index, item] of items.entries()) {
    assign(item, values[index] ?? null, evaluation, evaluate);
  }
}

function failure(text: string, line: number, type: "TypeError" | "ValueError") {
  return syntaxError(text, line, new PythonError(text, type));
}

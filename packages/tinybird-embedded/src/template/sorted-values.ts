import { orderOf } from "./python-comparison.ts";
import { PythonError } from "./python-error.ts";
import { typeName, type Value } from "./value.ts";

/**
 * Gives the values in Python's order; equal ones stay in the order in which they were.
 *
 * @throws {PythonError} When two of them have no order.
 */
export function sortedValues(
  values: readonly Value[],
  isReversed: boolean,
  keys: readonly Value[] = values,
): Value[] {
  const pairs = values.map((value, index) => ({ value, key: keys[index] ?? null }));
  const sign = isReversed ? -1 : 1;
  return pairs.sort((a, b) => sign * order(a.key, b.key)).map(({ value }) => value);
}

function order(left: Value, right: Value): number {
  const found = orderOf(left, right);
  if (found !== undefined) return found;
  const types = `'${typeName(left)}' and '${typeName(right)}'`;
  throw new PythonError(`'<' not supported between instances of ${types}`);
}

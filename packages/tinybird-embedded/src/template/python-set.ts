import { PythonError } from "./python-error.ts";
import { PythonSet, typeName, type Value } from "./value.ts";

/**
 * Makes a set of values.
 *
 * @throws {PythonError} When one of them is of a kind that no set can hold.
 */
export function setOf(values: readonly Value[]): PythonSet {
  const set = new PythonSet();
  for (const value of values) {
    if (!set.add(value)) throw new PythonError(`unhashable type: '${typeName(value)}'`);
  }
  return set;
}

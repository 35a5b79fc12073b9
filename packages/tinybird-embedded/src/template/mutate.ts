import { PythonError } from "./python-error.ts";
import { Dict, isList, numberOf, typeName, type Value } from "./value.ts";

/** Gives the items of a list to change in place. */
export function mutable(list: readonly Value[]): Value[] {
  // Safe: a template reaches lists only that this rendering made; those of a request are copied.
  return list as Value[];
}

/**
 * Does `object[index] = value`.
 *
 * @throws {PythonError} When the object takes no items, or has none there.
 */
export function setItem(object: Value, index: Value, value: Value): void {
  if (object instanceof Dict) {
    if (object.set(index, value)) return;
    throw new PythonError(`unhashable type: '${typeName(index)}'`);
  }
  if (!isList(object)) {
    throw new PythonError(`'${typeName(object)}' object does not support item assignment`);
  }
  const number = numberOf(index);
  if (typeof number !== "bigint") {
    throw new PythonError(`list indices must be integers or slices, not ${typeName(index)}`);
  }
  const at = number < 0n ? object.length + Number(number) : Number(number);
  if (at < 0 || at >= object.length) {
    throw new PythonError("list assignment index out of range", "IndexError");
  }
  mutable(object)[at] = value;
}

import { PythonError } from "./python-error.ts";
import { Dict, isList, itemsOf, numberOf, stringOf, Tuple, typeName, type Value } from "./value.ts";

/**
 * Gives `object[index]` as Python does: a negative index counts from the end.
 *
 * @throws {PythonError} When there is no such item.
 */
export function subscript(object: Value, index: Value): Value {
  if (object instanceof Dict) {
    const found = object.get(index);
    if (found === undefined) throw new PythonError("the dict has no such key");
    return found;
  }
  const items = sequenceOf(object);
  if (items === undefined)
    throw new PythonError(`'${typeName(object)}' object is not subscriptable`);
  const number = numberOf(index);
  if (typeof number !== "bigint") {
    throw new PythonError(`indices must be integers, not ${typeName(index)}`);
  }
  const found = items.at(Number(number));
  if (found === undefined) throw new PythonError("index out of range");
  return found;
}

/**
 * Gives `object[from:to]` as Python does.
 *
 * @throws {PythonError} When the object is no text, list or tuple.
 */
export function slice(object: Value, from: Value, to: Value): Value {
  const items = sequenceOf(object);
  if (items === undefined)
    throw new PythonError(`'${typeName(object)}' object is not subscriptable`);
  const part = items.slice(bound(from, 0), bound(to, items.length));
  if (stringOf(object) !== undefined) return part.join("");
  return isList(object) ? part : new Tuple(part);
}

/** Gives the items that a loop goes through, or nothing for what Python cannot iterate. */
export function iterate(value: Value): readonly Value[] | undefined {
  return value instanceof Dict ? value.entries().map(([key]) => key) : sequenceOf(value);
}

function sequenceOf(value: Value): readonly Value[] | undefined {
  const text = stringOf(value);
  // Code points, as Python counts them.
  return text === undefined ? itemsOf(value) : [...text];
}

function bound(value: Value, absent: number): number {
  if (value === null) return absent;
  const number = numberOf(value);
  if (typeof number === "bigint") return Number(number);
  throw new PythonError("slice indices must be integers or None");
}

import type { Budget } from "./budget.ts";
import { PythonError } from "./python-error.ts";
import {
  Dict,
  isList,
  itemsOf,
  numberOf,
  PythonSet,
  stringOf,
  Tuple,
  typeName,
  type Value,
} from "./value.ts";

/**
 * Gives `object[index]` as Python does: a negative index counts from the end.
 *
 * @throws {PythonError} When there is no such item.
 */
export function subscript(object: Value, index: Value): Value {
  if (object instanceof Dict) {
    const found = object.get(index);
    if (found === undefined) throw new PythonError("the dict has no such key", "KeyError");
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
  if (found === undefined) {
    throw new PythonError(`${typeName(object)} index out of range`, "IndexError");
  }
  return found;
}

/**
 * Gives `object[from:to:step]` as Python does.
 *
 * @throws {PythonError} When the object is no text, list or tuple.
 */
export function slice(object: Value, from: Value, to: Value, step: Value, budget: Budget): Value {
  const items = sequenceOf(object);
  if (items === undefined)
    throw new PythonError(`'${typeName(object)}' object is not subscriptable`);
  budget.list(items.length);
  const part = strided(items, from, to, bound(step, 1));
  if (stringOf(object) !== undefined) return part.join("");
  return isList(object) ? part : new Tuple(part);
}

function strided(items: readonly Value[], from: Value, to: Value, step: number): Value[] {
  if (step === 0) throw new PythonError("slice step cannot be zero", "ValueError");
  if (step === 1) return items.slice(bound(from, 0), bound(to, items.length));
  const { length } = items;
  const clamp = (value: Value, absent: number): number => {
    if (value === null) return absent;
    const index = bound(value, absent);
    const at = index < 0 ? index + length : index;
    return step > 0 ? Math.min(Math.max(at, 0), length) : Math.min(Math.max(at, -1), length - 1);
  };
  const start = clamp(from, step > 0 ? 0 : length - 1);
  const stop = clamp(to, step > 0 ? length : -1);
  const part: Value[] = [];
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) part.push(items[at] ?? null);
  return part;
}

/** Gives the items that a loop goes through, or nothing for what Python cannot iterate. */
export function iterate(value: Value): readonly Value[] | undefined {
  if (value instanceof Dict) return value.entries().map(([key]) => key);
  return value instanceof PythonSet ? value.items : sequenceOf(value);
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

import type { Budget } from "./budget.ts";
import { noAttribute, PythonError } from "./python-error.ts";
import { setOf } from "./python-set.ts";
import { iterate } from "./subscript.ts";
import { type PythonSet, typeName, type Value } from "./value.ts";

/**
 * Gives what a method of a set gives in Python.
 *
 * @throws {PythonError} When a set has no such method here, or Python would throw.
 */
export function callSetMethod(
  set: PythonSet,
  name: string,
  [value = null]: readonly Value[],
  budget: Budget,
): Value {
  if (name === "add") {
    budget.item(set.size);
    if (set.add(value)) return null;
    throw new PythonError(`unhashable type: '${typeName(value)}'`);
  }
  const combine = COMBINATIONS.get(name);
  if (combine === undefined) throw noAttribute("set", name);
  const others = iterate(value);
  if (others === undefined) throw new PythonError(`'${typeName(value)}' object is not iterable`);
  budget.list(set.size + others.length);
  return combine(set, setOf(others));
}

type Combination = (set: PythonSet, other: PythonSet) => Value;

const COMBINATIONS: ReadonlyMap<string, Combination> = new Map<string, Combination>([
  ["union", (set, other) => setOf([...set.items, ...other.items])],
  ["intersection", (set, other) => setOf(set.items.filter((item) => other.has(item)))],
  ["difference", (set, other) => setOf(set.items.filter((item) => !other.has(item)))],
  ["issubset", (set, other) => set.items.every((item) => other.has(item))],
  ["issuperset", (set, other) => other.items.every((item) => set.has(item))],
  ["isdisjoint", (set, other) => !set.items.some((item) => other.has(item))],
]);

import type { Budget } from "./budget.ts";
import { setItem } from "./mutate.ts";
import { noAttribute, PythonError } from "./python-error.ts";
import { Dict, Tuple, typeName, type Value } from "./value.ts";

/**
 * Gives what a method of a dict gives in Python; its views are lists here.
 *
 * @throws {PythonError} When a dict has no such method here, or Python would throw.
 */
export function callDictMethod(
  dict: Dict,
  name: string,
  given: readonly Value[],
  budget: Budget,
): Value {
  const [key = null, value = null] = given;
  budget.list(name === "get" ? 1 : dict.size);
  switch (name) {
    case "get":
      if (given.length === 0) throw new PythonError("get expected at least 1 argument, got 0");
      return dict.has(key) ? (dict.get(key) ?? null) : value;
    case "keys":
      return dict.entries().map(([one]) => one);
    case "values":
      return dict.entries().map(([, one]) => one);
    case "items":
      return dict.entries().map((entry) => new Tuple(entry));
    case "copy":
      return merged(new Dict(), dict);
    case "update":
      if (!(key instanceof Dict)) throw new PythonError(`cannot update a dict by ${typeName(key)}`);
      merged(dict, key);
      return null;
    case "setdefault":
      if (!dict.has(key)) setItem(dict, key, value);
      return dict.get(key) ?? null;
    case "pop":
      return pop(dict, given);
    default:
      throw noAttribute("dict", name);
  }
}

function pop(dict: Dict, given: readonly Value[]): Value {
  const [key = null, otherwise] = given;
  const found = dict.has(key) ? dict.get(key) : otherwise;
  if (found === undefined) throw new PythonError("the dict has no such key", "KeyError");
  dict.delete(key);
  return found;
}

function merged(into: Dict, from: Dict): Dict {
  for (const [key, value] of from.entries()) setItem(into, key, value);
  return into;
}

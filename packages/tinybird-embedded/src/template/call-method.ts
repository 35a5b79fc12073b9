import type { Budget } from "./budget.ts";
import { PythonError } from "./python-error.ts";
import { iterate } from "./subscript.ts";
import { Dict, itemsOf, numberOf, stringOf, typeName, type Value } from "./value.ts";

type Method = (text: string, given: readonly Value[], budget: Budget) => Value;

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["split", split],
  ["join", join],
  ["replace", replace],
  ["startswith", (text, [prefix = null]) => affixes(prefix).some((one) => text.startsWith(one))],
  ["endswith", (text, [suffix = null]) => affixes(suffix).some((one) => text.endsWith(one))],
  ["strip", (text, [characters = null]) => strip(text, characters)],
  ["lower", (text) => text.toLowerCase()],
  ["upper", (text) => text.toUpperCase()],
]);

const MOST_ARGUMENTS: ReadonlyMap<string, number> = new Map([
  ["split", 2],
  ["join", 1],
  ["replace", 2],
  ["startswith", 1],
  ["endswith", 1],
  ["strip", 1],
  ["lower", 0],
  ["upper", 0],
]);

/**
 * Gives what a method of a text or a dict gives in Python.
 *
 * @throws {PythonError} When the method is none of those here, or Python would throw.
 */
export function callMethod(
  object: Value,
  name: string,
  given: readonly Value[],
  budget: Budget,
): Value {
  if (object instanceof Dict && name === "get" && given.length > 0 && given.length < 3) {
    const found = object.get(given[0] ?? null);
    return found === undefined ? (given[1] ?? null) : found;
  }
  const text = stringOf(object);
  const method = METHODS.get(name);
  if (text === undefined || method === undefined) {
    throw noAttribute(object, name);
  }
  if (given.length > (MOST_ARGUMENTS.get(name) ?? 0)) {
    throw new PythonError(`${name}() takes fewer arguments here`);
  }
  budget.spend(text.length);
  return method(text, given, budget);
}

/** Makes the error for an attribute that a value has not, or has in Python only. */
export function noAttribute(object: Value, name: string): PythonError {
  return new PythonError(`'${typeName(object)}' object has no attribute '${name}' here`);
}

function split(text: string, given: readonly Value[], budget: Budget): Value {
  const [separator = null, limit = -1n] = given;
  const most = numberOf(limit);
  if (typeof most !== "bigint") throw new PythonError("split() takes a whole number as its limit");
  const parts = separator === null ? words(text) : pieces(text, separator, budget);
  budget.list(parts.length);
  if (most < 0n || BigInt(parts.length) <= most + 1n) return parts;
  if (separator === null) throw new PythonError("split() takes no limit without a separator here");
  const kept = Number(most);
  return [...parts.slice(0, kept), parts.slice(kept).join(stringOf(separator))];
}

function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}

function pieces(text: string, separator: Value, budget: Budget): string[] {
  const by = textArgument(separator);
  if (by === "") throw new PythonError("empty separator");
  budget.search(text, by);
  return text.split(by);
}

function join(text: string, [list = null]: readonly Value[], budget: Budget): Value {
  const items = iterate(list);
  if (items === undefined) throw new PythonError("can only join an iterable");
  const texts = items.map((item, index) => {
    const one = stringOf(item);
    if (one !== undefined) return one;
    const type = typeName(item);
    throw new PythonError(`sequence item ${index}: expected str instance, ${type} found`);
  });
  budget.text(texts.reduce((length, one) => length + one.length + text.length, 0));
  return texts.join(text);
}

function replace(text: string, given: readonly Value[], budget: Budget): Value {
  const [old = null, replacement = null] = given;
  const [from, to] = [textArgument(old), textArgument(replacement)];
  if (from === "") throw new PythonError("replace() takes no empty text here");
  budget.search(text, from);
  const parts = text.split(from);
  budget.text(text.length + (parts.length - 1) * to.length);
  return parts.join(to);
}

function affixes(value: Value): string[] {
  return itemsOf(value)?.map(textArgument) ?? [textArgument(value)];
}

function strip(text: string, characters: Value): string {
  if (characters === null) return text.trim();
  const set = new Set(textArgument(characters));
  const points = [...text];
  const first = points.findIndex((point) => !set.has(point));
  if (first === -1) return "";
  return points.slice(first, points.findLastIndex((point) => !set.has(point)) + 1).join("");
}

function textArgument(value: Value): string {
  const text = stringOf(value);
  if (text === undefined) throw new PythonError(`expected str instance, ${typeName(value)} found`);
  return text;
}

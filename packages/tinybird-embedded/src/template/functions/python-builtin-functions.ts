import { setItem } from "../mutate.ts";
import { PythonError } from "../python-error.ts";
import { setOf } from "../python-set.ts";
import { fixedText, repr } from "../python-text.ts";
import { sortedValues } from "../sorted-values.ts";
import { iterate } from "../subscript.ts";
import {
  Builtin,
  Dict,
  isTrue,
  itemsOf,
  numberOf,
  stringOf,
  Tuple,
  typeName,
  type Value,
} from "../value.ts";
import type { BoundArguments, TemplateFunction } from "./template-function.ts";

/** Builtins of Python that statements can call, beside those of python-functions.ts. */
export const PYTHON_BUILTIN_FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<
  string,
  TemplateFunction
>([
  [
    "sorted",
    sequence(["x"], (all, given) => sortedValues(all, isTrue(given.get("reverse"))), ["reverse"]),
  ],
  ["reversed", sequence(["x"], (all) => all.toReversed())],
  ["any", sequence(["x"], (all) => all.some(isTrue))],
  ["all", sequence(["x"], (all) => all.every(isTrue))],
  ["tuple", sequence(["x"], (all) => new Tuple(all), [], true)],
  ["set", sequence(["x"], (all) => setOf(all), [], true)],
  ["frozenset", sequence(["x"], (all) => setOf(all), [], true)],
  ["zip", { parameters: [], rest: "positional", call: zip }],
  ["dict", { parameters: ["x"], rest: "keywords", call: dict }],
  ["bool", { parameters: ["x"], call: (given) => isTrue(given.get("x")) }],
  ["repr", { parameters: ["x"], required: 1, call: (given) => repr(given.get("x")) }],
  ["abs", { parameters: ["x"], required: 1, call: abs }],
  ["round", { parameters: ["x", "ndigits"], required: 1, call: round }],
  ["isinstance", { parameters: ["x", "classes"], required: 2, call: isInstance }],
  ["ord", { parameters: ["x"], required: 1, call: (given) => BigInt(onePoint(given.get("x"))) }],
  ["chr", { parameters: ["x"], required: 1, call: chr }],
]);

function sequence(
  parameters: readonly string[],
  call: (all: readonly Value[], given: BoundArguments) => Value,
  named: readonly string[] = [],
  mayBeEmpty = false,
): TemplateFunction {
  return {
    parameters: [...parameters, ...named],
    required: mayBeEmpty ? 0 : 1,
    call: (given, { budget }) => {
      const all = given.has("x") ? items(given.get("x")) : [];
      // Sorting compares each item with a few others.
      budget.list(all.length * 4);
      return call(all, given);
    },
  };
}

function zip({ positional }: BoundArguments, { budget }: Parameters<TemplateFunction["call"]>[1]) {
  const lists = positional.map(items);
  const length = lists.length === 0 ? 0 : Math.min(...lists.map((list) => list.length));
  budget.list(length * lists.length);
  return Array.from({ length }, (_, at) => new Tuple(lists.map((list) => list[at] ?? null)));
}

function dict(given: BoundArguments, { budget }: Parameters<TemplateFunction["call"]>[1]): Value {
  const made = new Dict();
  const from = given.get("x");
  const entries =
    from instanceof Dict ? from.entries() : (given.has("x") ? items(from) : []).map(pair);
  budget.list(entries.length);
  for (const [key, value] of [...entries, ...given.keywords]) setItem(made, key, value);
  return made;
}

function pair(value: Value): readonly [Value, Value] {
  const [key, item, ...more] = iterate(value) ?? [];
  if (key !== undefined && item !== undefined && more.length === 0) return [key, item];
  throw new PythonError("dict() takes pairs of a key and a value", "ValueError");
}

function abs(given: BoundArguments): Value {
  const number = numberOf(given.get("x"));
  if (typeof number === "number") return Math.abs(number);
  if (number !== undefined) return number < 0n ? -number : number;
  throw new PythonError(`bad operand type for abs(): '${typeName(given.get("x"))}'`);
}

function round(given: BoundArguments): Value {
  const number = numberOf(given.get("x"));
  const digits = given.get("ndigits") === null ? undefined : Number(numberOf(given.get("ndigits")));
  if (number === undefined || Number.isNaN(digits)) {
    throw new PythonError(`type ${typeName(given.get("x"))} doesn't define __round__ method`);
  }
  if (typeof number === "bigint" && (digits ?? 0) >= 0) return number;
  const float = Number(number);
  if (digits === undefined) {
    if (!Number.isFinite(float))
      throw new PythonError("cannot convert float to integer", "ValueError");
    return BigInt(halfToEven(float));
  }
  if (digits < 0) {
    const unit = 10 ** Math.min(-digits, 300);
    const rounded = halfToEven(float / unit) * unit;
    return typeof number === "bigint" ? BigInt(rounded) : rounded;
  }
  return Number.isFinite(float)
    ? Math.sign(float) * Number(fixedText(Math.abs(float), Math.min(digits, 100)))
    : float;
}

function halfToEven(value: number): number {
  return Math.sign(value) * Number(fixedText(Math.abs(value), 0));
}

/** Types that Python counts as others too. */
const KINDS: ReadonlyMap<string, readonly string[]> = new Map([["bool", ["bool", "int"]]]);

function isInstance(given: BoundArguments): boolean {
  const classes = itemsOf(given.get("classes")) ?? [given.get("classes")];
  const type = typeName(given.get("x"));
  return classes.some((one) => {
    if (!(one instanceof Builtin) || !one.isType) {
      throw new PythonError("isinstance() arg 2 must be a type or a tuple of types");
    }
    return one.name === "object" || (KINDS.get(type) ?? [type]).includes(one.name);
  });
}

function onePoint(value: Value): number {
  const points = [...(stringOf(value) ?? "")];
  const [only] = points;
  if (only !== undefined && points.length === 1) return only.codePointAt(0) ?? 0;
  throw new PythonError("ord() expected a character");
}

function chr(given: BoundArguments): string {
  const code = numberOf(given.get("x"));
  if (typeof code === "bigint" && code >= 0n && code < 0x110000n) {
    return String.fromCodePoint(Number(code));
  }
  throw new PythonError("chr() arg not in range(0x110000)", "ValueError");
}

function items(value: Value): readonly Value[] {
  const found = iterate(value);
  if (found !== undefined) return found;
  throw new PythonError(`'${typeName(value)}' object is not iterable`);
}

/** `map(str, x)` and `filter(None, x)`, which call a function by its name. */
export function mapped(
  name: "map" | "filter",
  callee: Value,
  list: Value,
  call: (name: string, value: Value) => Value,
): Value[] {
  const all = items(list);
  const of = (item: Value): Value => {
    if (callee instanceof Builtin) return call(callee.name, item);
    if (callee === null && name === "filter") return item;
    throw new PythonError(`'${typeName(callee)}' object is not callable`);
  };
  return name === "map" ? all.map(of) : all.filter((item) => isTrue(of(item)));
}

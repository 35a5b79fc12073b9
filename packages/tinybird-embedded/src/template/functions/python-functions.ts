import { binary } from "../python-arithmetic.ts";
import { orderOf } from "../python-comparison.ts";
import { PythonError } from "../python-error.ts";
import { str } from "../python-text.ts";
import { iterate } from "../subscript.ts";
import { Dict, numberOf, stringOf, Tuple, typeName, type Value } from "../value.ts";
import { parseFloatText } from "./float-type.ts";
import { parseInteger } from "./integer-type.ts";
import type { BoundArguments, TemplateFunction } from "./template-function.ts";

/** `len(x)` */
export const len: TemplateFunction = {
  parameters: ["x"],
  required: 1,
  call: (given) => {
    const value = given.get("x");
    return BigInt(value instanceof Dict ? value.size : items(value, "len").length);
  },
};

/** `list(x)` */
export const list: TemplateFunction = {
  parameters: ["x"],
  call: (given, { budget }) => {
    if (!given.has("x")) return [];
    const copied = items(given.get("x"), "list");
    budget.list(copied.length);
    return [...copied];
  },
};

/** `min(a, b, …)` or `min(list)` */
export const min: TemplateFunction = extreme("min", -1);

/** `max(a, b, …)` or `max(list)` */
export const max: TemplateFunction = extreme("max", 1);

/** `sum(list, start)` */
export const sum: TemplateFunction = {
  parameters: ["x", "start"],
  required: 1,
  call: (given, { budget }) => {
    const start = given.has("start") ? given.get("start") : 0n;
    const summands = items(given.get("x"), "sum");
    budget.list(summands.length);
    return summands.reduce<Value>((total, item) => binary("+", total, item, budget), start);
  },
};

/** `int(x)` */
export const int: TemplateFunction = {
  parameters: ["x"],
  call: (given) => {
    const value = given.has("x") ? given.get("x") : 0n;
    const number = numberOf(value);
    if (typeof number === "bigint") return number;
    if (number !== undefined && Number.isFinite(number)) return BigInt(Math.trunc(number));
    const text = stringOf(value);
    const parsed = text === undefined ? undefined : parseInteger("Int256", text.trim());
    if (parsed !== undefined) return parsed;
    throw new PythonError(`invalid argument for int(): '${str(value)}'`);
  },
};

/** `float(x)` */
export const float: TemplateFunction = {
  parameters: ["x"],
  call: (given) => {
    const value = given.has("x") ? given.get("x") : 0;
    const number = numberOf(value);
    if (number !== undefined) return Number(number);
    const parsed = parseFloatText(stringOf(value) ?? "");
    if (parsed !== undefined) return parsed;
    throw new PythonError(`could not convert string to float: '${str(value)}'`);
  },
};

/** `str(x)` */
export const string: TemplateFunction = {
  parameters: ["x"],
  call: (given) => (given.has("x") ? str(given.get("x")) : ""),
};

/** `range(stop)`, `range(start, stop)`, `range(start, stop, step)` */
export const range: TemplateFunction = {
  parameters: ["start", "stop", "step"],
  required: 1,
  call: (given, { budget }) => {
    const start = given.has("stop") ? whole(given, "start") : 0n;
    const stop = given.has("stop") ? whole(given, "stop") : whole(given, "start");
    const step = given.has("step") ? whole(given, "step") : 1n;
    if (step === 0n) throw new PythonError("range() arg 3 must not be zero");
    const span = step > 0n ? stop - start : start - stop;
    const stride = step > 0n ? step : -step;
    const length = span <= 0n ? 0 : Number((span + stride - 1n) / stride);
    budget.list(length);
    return Array.from({ length }, (_, index) => start + BigInt(index) * step);
  },
};

/** `enumerate(list, start)` */
export const enumerate: TemplateFunction = {
  parameters: ["x", "start"],
  required: 1,
  call: (given, { budget }) => {
    const first = given.has("start") ? whole(given, "start") : 0n;
    const counted = items(given.get("x"), "enumerate");
    budget.list(counted.length);
    return counted.map((item, index) => new Tuple([first + BigInt(index), item]));
  },
};

function extreme(name: "min" | "max", sign: 1 | -1): TemplateFunction {
  return {
    parameters: ["x"],
    required: 1,
    rest: "positional",
    call: (given, { budget }) => {
      const { positional } = given;
      const all =
        positional.length === 0 ? items(given.get("x"), name) : [given.get("x"), ...positional];
      budget.list(all.length);
      const [first, ...others] = all;
      if (first === undefined) throw new PythonError(`${name}() arg is an empty sequence`);
      return others.reduce((best, item) => (isBeyond(item, best, sign) ? item : best), first);
    },
  };
}

function isBeyond(item: Value, best: Value, sign: 1 | -1): boolean {
  const order = orderOf(item, best);
  if (order !== undefined) return order * sign > 0;
  const types = `'${typeName(item)}' and '${typeName(best)}'`;
  throw new PythonError(`'${sign > 0 ? ">" : "<"}' not supported between instances of ${types}`);
}

function items(value: Value, name: string): readonly Value[] {
  const found = iterate(value);
  if (found !== undefined) return found;
  throw new PythonError(`${name}() cannot take a value of type '${typeName(value)}'`);
}

function whole(given: BoundArguments, parameter: string): bigint {
  const number = numberOf(given.get(parameter));
  if (typeof number === "bigint") return number;
  throw new PythonError(
    `'${typeName(given.get(parameter))}' object cannot be interpreted as an integer`,
  );
}

import type { Budget } from "./budget.ts";
import { converted, formatValue } from "./format-value.ts";
import { PythonError } from "./python-error.ts";
import { Dict, isList, itemsOf, numberOf, type Value } from "./value.ts";

const FIELD =
  /%(?:\((?<key>[^)]*)\))?(?<flags>[-+ 0]*)(?<width>\d{1,9})?(?:\.(?<precision>\d{1,3}))?(?<type>[a-zA-Z%])?/g;

/**
 * Gives what `text % values` gives in Python.
 *
 * @throws {PythonError} When there are more or fewer values than fields.
 */
export function formatPercent(text: string, values: Value, budget: Budget): string {
  const given = isList(values) ? [values] : (itemsOf(values) ?? [values]);
  let next = 0;
  const take = (): Value => {
    const value = given[next];
    if (value === undefined) throw new PythonError("not enough arguments for format string");
    next += 1;
    return value;
  };
  const written = text.replace(FIELD, (...match) => {
    // Safe: the pattern has named groups, which come last.
    const { key, flags = "", width = "", precision, type } = match.at(-1) as Field;
    if (type === "%") return "%";
    const value = key === undefined ? take() : valueAt(values, key);
    return write(value, type, flags, width, precision, budget);
  });
  if (next < given.length && !(values instanceof Dict)) {
    throw new PythonError("not all arguments converted during string formatting");
  }
  budget.text(written.length);
  return written;
}

interface Field {
  readonly key?: string;
  readonly flags?: string;
  readonly width?: string;
  readonly precision?: string;
  readonly type?: string;
}

function valueAt(values: Value, key: string): Value {
  const value = values instanceof Dict ? values.get(key) : undefined;
  if (value === undefined) throw new PythonError("format requires a mapping with the key");
  return value;
}

function write(
  value: Value,
  type: string | undefined,
  flags: string,
  width: string,
  precision: string | undefined,
  budget: Budget,
): string {
  const align = flags.includes("-") ? "<" : ">";
  const sign = flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const places = precision === undefined ? "" : `.${precision}`;
  if (type === "s" || type === "r") {
    const text = converted(value, type);
    return formatValue(text, `${align}${width}${places}`, budget);
  }
  const number = numberOf(value);
  if (type === undefined || !"dixXofFeEg".includes(type)) {
    throw new PythonError("unsupported format character", "ValueError");
  }
  if (number === undefined) throw new PythonError(`%${type} format: a real number is required`);
  const isWhole = "di".includes(type);
  const zero = flags.includes("0") && align === ">" ? "0" : "";
  const layout = `${zero === "" ? align : ""}${sign}${zero}${width}${isWhole ? "" : places}`;
  if (isWhole && typeof number === "number") {
    if (!Number.isFinite(number)) throw new PythonError("cannot convert float to integer");
    return formatValue(BigInt(Math.trunc(number)), `${layout}d`, budget);
  }
  return formatValue(number, `${layout}${isWhole ? "d" : type}`, budget);
}

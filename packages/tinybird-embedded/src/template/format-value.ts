import type { Budget } from "./budget.ts";
import { PythonError } from "./python-error.ts";
import { fixedText, repr, str } from "./python-text.ts";
import { numberOf, stringOf, typeName, type Value } from "./value.ts";

const SPEC =
  /^(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<zero>0)?(?<width>\d{1,9})?(?<group>[,_])?(?:\.(?<precision>\d{1,3}))?(?<type>[sdfFeEgnxXob%])?$/su;

/** Does the conversion of `{x!r}`. */
export function converted(value: Value, conversion: "r" | "s" | "a" | undefined): Value {
  if (conversion === undefined) return value;
  return conversion === "s" ? str(value) : repr(value);
}

/**
 * Writes a value as Python's `format` does: `{x:>5}`, `{x:.2f}`, `{x:,}`.
 *
 * @throws {PythonError} When the format is none that the value has.
 */
export function formatValue(value: Value, spec: string, budget: Budget): string {
  if (spec === "") return str(value);
  const groups = SPEC.exec(spec)?.groups;
  if (groups === undefined) throw new PythonError("Invalid format specifier", "ValueError");
  const { fill, align, sign = "-", zero, width = "0", group = "", precision, type } = groups;
  budget.text(Number(width));
  const text = stringOf(value);
  if (text !== undefined) {
    if (type !== undefined && type !== "s") throw unknownCode(type, value);
    const points = [...text];
    const cut = precision === undefined ? points : points.slice(0, Number(precision));
    return pad(cut.join(""), fill ?? (zero ? "0" : " "), align ?? "<", Number(width));
  }
  const number = numberOf(value);
  if (number === undefined) throw unsupported(value);
  const isNegative = number < 0 || Object.is(number, -0);
  const digits = grouped(digitsOf(number, type, precision, value), group);
  const prefix = isNegative ? "-" : sign === "-" ? "" : sign;
  if (zero !== undefined && align === undefined) {
    return prefix + digits.padStart(Number(width) - prefix.length, "0");
  }
  if (align === "=") return prefix + digits.padStart(Number(width) - prefix.length, fill ?? " ");
  return pad(prefix + digits, fill ?? " ", align ?? ">", Number(width));
}

function digitsOf(
  number: bigint | number,
  type: string | undefined,
  precision: string | undefined,
  value: Value,
): string {
  const size = number < 0 ? -number : number;
  if (typeof size === "bigint" && (type === undefined || "dn".includes(type))) {
    return size.toString();
  }
  if (typeof size === "bigint" && type !== undefined && "xXob".includes(type)) {
    const digits = size.toString({ x: 16, X: 16, o: 8 }[type] ?? 2);
    return type === "X" ? digits.toUpperCase() : digits;
  }
  const float = Math.abs(Number(size));
  const places = Math.min(Number(precision ?? 6), 100);
  if (type === "f" || type === "F") return fixedText(float, places);
  if (type === "%") return `${fixedText(float * 100, places)}%`;
  if (type === "e" || type === "E") {
    const text = float.toExponential(places).replace(/e([-+])(\d)$/, "e$10$2");
    return type === "E" ? text.toUpperCase() : text;
  }
  if (type === undefined && precision === undefined) return repr(float);
  if (type === undefined || type === "g" || type === "n") {
    return String(Number(float.toPrecision(Math.max(places, 1))));
  }
  throw unknownCode(type, value);
}

function grouped(digits: string, separator: string): string {
  if (separator === "") return digits;
  const [whole = "", ...rest] = digits.split(".");
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, separator), ...rest].join(".");
}

function pad(text: string, fill: string, align: string, width: number): string {
  const missing = Math.max(0, width - [...text].length);
  const left = align === ">" ? missing : align === "^" ? Math.floor(missing / 2) : 0;
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

function unknownCode(type: string, value: Value): PythonError {
  const text = `Unknown format code '${type}' for object of type '${typeName(value)}'`;
  return new PythonError(text, "ValueError");
}

function unsupported(value: Value): PythonError {
  return new PythonError(`unsupported format string passed to ${typeName(value)}.__format__`);
}

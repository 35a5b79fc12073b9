import type { Budget } from "./budget.ts";
import type { BinaryOperator } from "./expression.ts";
import { formatPercent } from "./format-percent.ts";
import { PythonError } from "./python-error.ts";
import { setOf } from "./python-set.ts";
import {
  isList,
  itemsOf,
  numberOf,
  PythonSet,
  stringOf,
  Tuple,
  typeName,
  type Value,
} from "./value.ts";

/** 2 to the power of 1024: a number beyond it is of no use in SQL, and slow. */
const MAX_INT = 1n << 1024n;

/**
 * Gives what `left operator right` gives in Python.
 *
 * @throws {PythonError} Where Python throws a TypeError, or the result would be too long.
 */
export function binary(operator: BinaryOperator, left: Value, right: Value, budget: Budget): Value {
  const a = numberOf(left);
  const b = numberOf(right);
  const template = operator === "%" ? stringOf(left) : undefined;
  if (template !== undefined) return formatPercent(template, right, budget);
  if (operator === "-" && left instanceof PythonSet && right instanceof PythonSet) {
    return setOf(left.items.filter((item) => !right.has(item)));
  }
  if (a !== undefined && b !== undefined) return arithmetic(operator, a, b);
  if (operator === "+") {
    const result = concatenated(left, right, budget);
    if (result !== undefined) return result;
  }
  if (operator === "*") {
    const result = repeated(left, b, budget) ?? repeated(right, a, budget);
    if (result !== undefined) return result;
  }
  const types = `'${typeName(left)}' and '${typeName(right)}'`;
  throw new PythonError(`unsupported operand type(s) for ${operator}: ${types}`);
}

function arithmetic(operator: BinaryOperator, a: bigint | number, b: bigint | number): Value {
  if (["/", "//", "%"].includes(operator) && Number(b) === 0)
    throw new PythonError("division by zero", "ZeroDivisionError");
  if (operator === "**") return power(a, b);
  if (operator !== "/" && typeof a === "bigint" && typeof b === "bigint") {
    return bounded(integerArithmetic(operator, a, b));
  }
  const [x, y] = [Number(a), Number(b)];
  if (operator === "+") return x + y;
  if (operator === "-") return x - y;
  if (operator === "*") return x * y;
  if (operator === "/") return x / y;
  return operator === "//" ? Math.floor(x / y) : modulo(x, y);
}

function modulo(x: number, y: number): number {
  const rest = x % y;
  // The sign is that of the divisor, also for zero.
  if (rest === 0) return y < 0 ? -0 : 0;
  return rest < 0 === y < 0 ? rest : rest + y;
}

function integerArithmetic(operator: BinaryOperator, a: bigint, b: bigint): bigint {
  if (operator === "+") return a + b;
  if (operator === "-") return a - b;
  if (operator === "*") return a * b;
  // Python rounds down, JavaScript towards zero.
  const remainder = ((a % b) + b) % b;
  return operator === "%" ? remainder : (a - remainder) / b;
}

function power(a: bigint | number, b: bigint | number): Value {
  if (typeof a === "bigint" && typeof b === "bigint" && b >= 0n) {
    const bits = a.toString(2).length;
    if (a * a > 1n && b * BigInt(bits) > 2048n) throw tooLarge();
    return bounded(a ** b);
  }
  if (Number(a) === 0 && Number(b) < 0) {
    throw new PythonError("0.0 cannot be raised to a negative power", "ZeroDivisionError");
  }
  const result = Number(a) ** Number(b);
  if (Number.isNaN(result)) throw new PythonError("the power is no real number", "ValueError");
  return result;
}

function tooLarge(): PythonError {
  return new PythonError("the number is too large", "OverflowError");
}

function bounded(value: bigint): bigint {
  if (value > MAX_INT || value < -MAX_INT) throw tooLarge();
  return value;
}

function concatenated(left: Value, right: Value, budget: Budget): Value | undefined {
  const [a, b] = [stringOf(left), stringOf(right)];
  if (a !== undefined && b !== undefined) {
    budget.text(a.length + b.length);
    return a + b;
  }
  const [first, second] = [itemsOf(left), itemsOf(right)];
  if (first === undefined || second === undefined || isList(left) !== isList(right)) {
    return undefined;
  }
  budget.list(first.length + second.length);
  const items = [...first, ...second];
  return isList(left) ? items : new Tuple(items);
}

function repeated(value: Value, times: bigint | number | undefined, budget: Budget) {
  if (typeof times !== "bigint") return undefined;
  const count = times < 0n ? 0 : Number(times);
  const text = stringOf(value);
  if (text !== undefined) {
    budget.text(text.length * count);
    return text.repeat(text === "" ? 0 : count);
  }
  const items = itemsOf(value);
  if (items === undefined) return undefined;
  budget.list(items.length * count);
  const all = items.length === 0 ? [] : Array.from({ length: count }, () => items).flat();
  return isList(value) ? all : new Tuple(all);
}

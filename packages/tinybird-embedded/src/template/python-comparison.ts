import type { Budget } from "./budget.ts";
import type { ComparisonOperator } from "./expression.ts";
import { step } from "./metered.ts";
import { PythonError } from "./python-error.ts";
import {
  Builtin,
  Dict,
  isList,
  itemsOf,
  numberOf,
  PythonSet,
  stringOf,
  typeName,
  type Value,
} from "./value.ts";

/** Tells whether the values are `==` in Python. */
export function isEqual(left: Value, right: Value): boolean {
  step(10);
  const [a, b] = [numberOf(left), numberOf(right)];
  // By order, as 1n === 1 is false in JavaScript and 1 == 1.0 is true in Python.
  if (a !== undefined && b !== undefined) return a <= b && a >= b;
  const text = stringOf(left);
  if (text !== undefined) return text === stringOf(right);
  if (left instanceof Dict && right instanceof Dict) return sameEntries(left, right);
  if (left instanceof PythonSet && right instanceof PythonSet) {
    return left.size === right.size && left.items.every((item) => right.has(item));
  }
  if (left instanceof Builtin && right instanceof Builtin) return left.name === right.name;
  const sameKind = isList(left) === isList(right);
  const leftItems = itemsOf(left);
  const rightItems = itemsOf(right);
  if (leftItems === undefined || rightItems === undefined || !sameKind) return left === right;
  return (
    leftItems.length === rightItems.length &&
    leftItems.every((item, index) => isEqual(item, rightItems[index] ?? null))
  );
}

function sameEntries(left: Dict, right: Dict): boolean {
  if (left.size !== right.size) return false;
  return left.entries().every(([key, value]) => {
    const other = right.get(key);
    return other !== undefined && isEqual(value, other);
  });
}

/**
 * Tells whether `left operator right` holds in Python.
 *
 * @throws {PythonError} Where Python throws a TypeError.
 */
export function compare(
  operator: ComparisonOperator,
  left: Value,
  right: Value,
  budget: Budget,
): boolean {
  switch (operator) {
    case "==":
      return isEqual(left, right);
    case "!=":
      return !isEqual(left, right);
    case "is":
      return isSame(left, right);
    case "is not":
      return !isSame(left, right);
    case "in":
      return contains(right, left, budget);
    case "not in":
      return !contains(right, left, budget);
    default:
      return ordered(operator, left, right);
  }
}

function isSame(left: Value, right: Value): boolean {
  const isConstant = (value: Value): boolean => value === null || typeof value === "boolean";
  if (isConstant(left) || isConstant(right)) return left === right;
  // Python has one object for equal small numbers and for most equal texts of a template.
  if (typeof left === "object" && !(left instanceof Builtin)) return left === right;
  return isEqual(left, right);
}

function contains(container: Value, item: Value, budget: Budget): boolean {
  const items = itemsOf(container);
  if (items !== undefined) {
    budget.spend(items.length);
    return items.some((candidate) => isEqual(candidate, item));
  }
  if (container instanceof PythonSet) return container.has(item);
  if (container instanceof Dict) return container.get(item) !== undefined;
  const text = stringOf(container);
  const wanted = stringOf(item);
  if (text !== undefined && wanted !== undefined) {
    budget.search(text, wanted);
    return text.includes(wanted);
  }
  if (text === undefined) {
    throw new PythonError(`argument of type '${typeName(container)}' is not iterable`);
  }
  throw new PythonError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
}

function ordered(operator: "<" | "<=" | ">" | ">=", left: Value, right: Value): boolean {
  const order = orderOf(left, right);
  if (order === undefined) {
    const types = `'${typeName(left)}' and '${typeName(right)}'`;
    throw new PythonError(`'${operator}' not supported between instances of ${types}`);
  }
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

/** Gives a number below, at or above 0 as `left` is below, at or above `right`; NaN for nan. */
export function orderOf(left: Value, right: Value): number | undefined {
  step(10);
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : a >= b ? 0 : Number.NaN;
  const [first, second] = [stringOf(left), stringOf(right)];
  if (first !== undefined && second !== undefined) return compareCodePoints(first, second);
  const [items, others] = [itemsOf(left), itemsOf(right)];
  if (items === undefined || others === undefined || isList(left) !== isList(right)) {
    return undefined;
  }
  const index = items.findIndex(
    (item, at) => at >= others.length || !isEqual(item, others[at] ?? null),
  );
  if (index === -1 || index >= others.length) return items.length - others.length;
  return orderOf(items[index] ?? null, others[index] ?? null);
}

// Python compares code points, JavaScript code units: they differ beyond the first plane.
function compareCodePoints(left: string, right: string): number {
  if (left === right) return 0;
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  if (/[\udc00-\udfff]/.test(left[at] ?? "") && at > 0) at -= 1;
  return (left.codePointAt(at) ?? -1) - (right.codePointAt(at) ?? -1);
}

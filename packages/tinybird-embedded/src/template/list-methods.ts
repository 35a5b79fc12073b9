import type { Budget } from "./budget.ts";
import type { CallArguments } from "./functions/call-function.ts";
import { mutable } from "./mutate.ts";
import { isEqual } from "./python-comparison.ts";
import { noAttribute, PythonError } from "./python-error.ts";
import { sortedValues } from "./sorted-values.ts";
import { wholeArgument } from "./split-text.ts";
import { iterate } from "./subscript.ts";
import { isList, isTrue, itemsOf, typeName, type Value } from "./value.ts";

/**
 * Gives what a method of a list or a tuple gives in Python.
 *
 * @throws {PythonError} When it has no such method here, or Python would throw.
 */
export function callListMethod(
  object: Value,
  name: string,
  { positional, keywords }: CallArguments,
  budget: Budget,
): Value {
  const items = itemsOf(object) ?? [];
  const [first = null, second = null] = positional;
  if (name !== "append") budget.list(items.length);
  if (name === "count") return BigInt(items.filter((item) => isEqual(item, first)).length);
  if (name === "index") return indexOf(items, first);
  if (!isList(object)) throw noAttribute(typeName(object), name);
  const list = mutable(object);
  switch (name) {
    case "append":
      budget.item(list.length);
      list.push(first);
      return null;
    case "extend":
      extend(list, first, budget);
      return null;
    case "insert":
      budget.item(list.length);
      list.splice(wholeArgument(first), 0, second);
      return null;
    case "pop":
      return pop(list, positional.length === 0 ? -1 : wholeArgument(first));
    case "remove":
      list.splice(Number(indexOf(list, first)), 1);
      return null;
    case "reverse":
      list.reverse();
      return null;
    case "sort":
      sort(list, isTrue(keywords.get("reverse") ?? null));
      return null;
    case "copy":
      return [...list];
    case "clear":
      list.length = 0;
      return null;
    default:
      throw noAttribute("list", name);
  }
}

function indexOf(items: readonly Value[], wanted: Value): bigint {
  const index = items.findIndex((item) => isEqual(item, wanted));
  if (index < 0) throw new PythonError("the value is not in the list", "ValueError");
  return BigInt(index);
}

function extend(list: Value[], more: Value, budget: Budget): void {
  const items = iterate(more);
  if (items === undefined) throw new PythonError(`'${typeName(more)}' object is not iterable`);
  budget.list(list.length + items.length);
  // A copy, as a list may be extended by itself.
  for (const item of [...items]) list.push(item);
}

function pop(list: Value[], index: number): Value {
  const at = index < 0 ? list.length + index : index;
  const [found] = at < 0 ? [] : list.splice(at, 1);
  if (found === undefined) throw new PythonError("pop index out of range", "IndexError");
  return found;
}

function sort(list: Value[], isReversed: boolean): void {
  for (const [index, value] of sortedValues(list, isReversed).entries()) list[index] = value;
}

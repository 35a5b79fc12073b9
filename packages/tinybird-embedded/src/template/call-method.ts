import type { Budget } from "./budget.ts";
import { callDictMethod } from "./dict-methods.ts";
import type { CallArguments } from "./functions/call-function.ts";
import { callListMethod } from "./list-methods.ts";
import { noAttribute } from "./python-error.ts";
import { callSetMethod } from "./set-methods.ts";
import { callStringMethod } from "./string-methods.ts";
import { Dict, itemsOf, PythonSet, stringOf, typeName, type Value } from "./value.ts";

/**
 * Gives what a method of a text, a list, a dict or a set gives in Python.
 *
 * @throws {PythonError} When the method is none of those here, or Python would throw.
 */
export function callMethod(
  object: Value,
  name: string,
  given: CallArguments,
  budget: Budget,
): Value {
  const text = stringOf(object);
  if (text !== undefined) return callStringMethod(text, name, given, budget);
  if (object instanceof Dict) return callDictMethod(object, name, given.positional, budget);
  if (object instanceof PythonSet) return callSetMethod(object, name, given.positional, budget);
  if (itemsOf(object) !== undefined) return callListMethod(object, name, given, budget);
  throw noAttribute(typeName(object), name);
}

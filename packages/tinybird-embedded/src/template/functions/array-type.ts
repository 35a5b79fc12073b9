import type { Evaluation } from "../evaluation.ts";
import { str } from "../python-text.ts";
import { syntaxError, TemplateError } from "../template-error.ts";
import { isList, SqlText, stringOf, type Value } from "../value.ts";
import { writeOutput } from "../write-output.ts";
import { toBoolean } from "./boolean-type.ts";
import { isDateType } from "./date-types.ts";
import { isIntegerType } from "./integer-type.ts";
import { convert, givenOrDefault, TYPE_PARAMETERS } from "./scalar-type.ts";
import type { TemplateFunction } from "./template-function.ts";

/** `Array(x, 'Int32', default)`: `[1,2]` from `1,2`. A text in it cannot hold a comma. */
export const arrayType: TemplateFunction = {
  parameters: ["x", "_type", ...TYPE_PARAMETERS.slice(1)],
  required: 1,
  call: (given, evaluation) => {
    const value = givenOrDefault(given);
    if (value === null) return null;
    const type = given.get("_type");
    const items = arrayItems(value, type === null ? undefined : str(type), evaluation);
    const written = items.map((item) => writeOutput(item, str(item))).join(",");
    return new SqlText(`[${written}]`, "expression");
  },
};

/**
 * Gives the elements of an array parameter, each as one of the type.
 *
 * @throws {TemplateError} When one is not of the type.
 */
export function arrayItems(
  value: Value,
  type: string | undefined,
  { budget }: Pick<Evaluation, "budget">,
): Value[] {
  const text = stringOf(value);
  const items = text === undefined ? value : text.split(",");
  if (!isList(items)) throw syntaxError("transform type function Array is not well defined");
  budget.list(items.length);
  return items.map((item, index) => {
    try {
      return element(item, type);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const all = items.map((each) => str(each)).join(",");
      throw syntaxError(`Error validating [${all}][${index}] (${str(item)}) to type ${type}`);
    }
  });
}

function element(item: Value, type: string | undefined): Value {
  if (type === undefined) return item;
  if (type === "Boolean" || type === "bool") return toBoolean(item);
  const isChecked = isIntegerType(type) || isDateType(type) || /^Float(32|64)$/.test(type);
  // Tinybird lets the elements of any other type through as they are.
  return isChecked || type === "String" ? convert(type, item) : item;
}

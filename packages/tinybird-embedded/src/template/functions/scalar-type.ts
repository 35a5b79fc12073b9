import { str } from "../python-text.ts";
import { syntaxError } from "../template-error.ts";
import { itemsOf, TypedNumber, type Value } from "../value.ts";
import { isDateText, isDateType } from "./date-types.ts";
import { parseFloatText } from "./float-type.ts";
import { isIntegerType, parseInteger } from "./integer-type.ts";
import { missingParameter } from "./missing-parameter.ts";
import type { BoundArguments, TemplateFunction } from "./template-function.ts";

/** What a type function takes; the last five are documentation and change nothing. */
export const TYPE_PARAMETERS: readonly string[] = [
  "x",
  "default",
  "defined",
  "required",
  "description",
  "enum",
  "example",
  "format",
];

/** Makes the function of a type: `String`, `Int32`, `Float64`, `DateTime`, … */
export function scalarType(type: string): TemplateFunction {
  return {
    parameters: TYPE_PARAMETERS,
    required: 1,
    call: (given) => {
      const value = givenOrDefault(given);
      return value === null ? null : typedNumber(type, convert(type, value));
    },
  };
}

/** Makes `Int` and `Integer`, which give a bare number. */
export function bareInteger(): TemplateFunction {
  return {
    parameters: TYPE_PARAMETERS,
    required: 1,
    call: (given) => {
      const value = givenOrDefault(given);
      return value === null ? null : convert("Int32", value);
    },
  };
}

/**
 * Gives the value of a parameter, else its default, else None if `defined=False` allows that.
 *
 * @throws {TemplateError} When there is none of these.
 */
export function givenOrDefault(given: BoundArguments): Value {
  const value = given.get("x") ?? given.get("default");
  if (value !== null) return value;
  // Python asks for truth here, so None and 0 allow it too.
  const defined = given.has("defined") ? given.get("defined") : true;
  if (defined === false || defined === null || defined === 0n) return null;
  throw missingParameter();
}

/**
 * Gives a value as one of the type, a number without its type's name.
 *
 * @throws {TemplateError} When it is not of the type.
 */
export function convert(type: string, value: Value): string | bigint | number {
  if (itemsOf(value) !== undefined) {
    throw syntaxError(`Error validating '${str(value)}' to type ${type}`);
  }
  const text = str(value);
  const converted = type === "String" ? text : parse(type, text);
  if (converted !== undefined) return converted;
  throw syntaxError(`Error validating '${text}' to type ${type}`);
}

function parse(type: string, text: string): string | bigint | number | undefined {
  if (isIntegerType(type)) return parseInteger(type, text);
  if (isDateType(type)) return isDateText(type, text) ? text : undefined;
  return parseFloatText(text);
}

function typedNumber(type: string, value: string | bigint | number): Value {
  return typeof value === "string" ? value : new TypedNumber(type, value);
}

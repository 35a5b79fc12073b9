import { parseJson } from "../parse-json.ts";
import { syntaxError } from "../template-error.ts";
import { stringOf } from "../value.ts";
import { TYPE_PARAMETERS } from "./scalar-type.ts";
import type { TemplateFunction } from "./template-function.ts";

/** `JSON(x, default)`: what the text says, `{}` without a value and a default. */
export const jsonType: TemplateFunction = {
  parameters: TYPE_PARAMETERS,
  required: 1,
  call: (given, { budget }) => {
    const value = given.get("x") ?? stringOf(given.get("default")) ?? "{}";
    const text = stringOf(value);
    if (text === undefined) return value;
    budget.text(text.length);
    const parsed = parseJson(text);
    if (parsed !== undefined) return parsed.value;
    const shown = text.length > 16 ? `${text.slice(0, 16)}...` : text;
    throw syntaxError(`Error parsing JSON: '${shown}' - it is not valid JSON`);
  },
};

import { isTrue, stringOf, type Value } from "../value.ts";
import { TYPE_PARAMETERS } from "./scalar-type.ts";
import type { TemplateFunction } from "./template-function.ts";

/** `Boolean(x, default)`: 1 or 0. Without a value and a default it is 0, and no error. */
export const booleanType: TemplateFunction = {
  parameters: TYPE_PARAMETERS,
  required: 1,
  call: (given) => toBoolean(given.get("x") ?? given.get("default")),
};

/** Gives 0 for `'0'`, `'false'` in any case, and what Python takes for false; else 1. */
export function toBoolean(value: Value): bigint {
  const text = stringOf(value);
  if (text === "0" || text?.toLowerCase() === "false") return 0n;
  return isTrue(value) ? 1n : 0n;
}

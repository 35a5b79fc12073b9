import type { JsonValue } from "../json-value.ts";
import { step } from "../metered.ts";
import { str } from "../python-text.ts";
import { TemplateError } from "../template-error.ts";
import { Dict, itemsOf, numberOf, stringOf, type Value } from "../value.ts";
import type { TemplateFunction } from "./template-function.ts";

/** `error(text)`: ends the rendering; the text is the answer, with status 400. */
export const error: TemplateFunction = {
  parameters: ["s", "code"],
  required: 1,
  call: (given) => {
    throw raised(given.get("s"), 400);
  },
};

/** `custom_error(text or dict, status)`: ends the rendering with a status of the template's own. */
export const customError: TemplateFunction = {
  parameters: ["s", "code"],
  required: 1,
  call: (given) => {
    const status = Number(numberOf(given.get("code")) ?? 400);
    const isStatus = Number.isInteger(status) && status >= 400 && status <= 599;
    throw raised(given.get("s"), isStatus ? status : 400);
  },
};

function raised(value: Value, status: number): TemplateError {
  const code = "custom_template_error";
  if (stringOf(value) !== undefined) return new TemplateError(str(value), { code, status });
  return new TemplateError(str(value), { code, status, body: toJson(value) });
}

function toJson(value: Value): JsonValue {
  step(20);
  if (value === null || typeof value === "boolean") return value;
  if (value instanceof Dict) {
    // fromEntries defines keys and never sets them, so `__proto__` is a key as any.
    return Object.fromEntries(value.entries().map(([key, item]) => [str(key), toJson(item)]));
  }
  const items = itemsOf(value);
  if (items !== undefined) return items.map(toJson);
  const number = numberOf(value);
  return number === undefined ? str(value) : Number(number);
}

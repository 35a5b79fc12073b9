import type { Budget } from "./budget.ts";
import { arrayItems } from "./functions/array-type.ts";
import { type Mention, mentionedType } from "./parameter-mentions.ts";
import { TemplateError } from "./template-error.ts";
import { stringOf, type Value } from "./value.ts";

/**
 * Gives the parameters of a request as the template reads them.
 *
 * A parameter that the first outermost block naming it reads as an array is a list from the
 * beginning, as in Tinybird, which thereby escapes its texts twice: `100%` has become `100\%`.
 */
export function readParameters(
  parameters: Readonly<Record<string, string | readonly string[]>>,
  mentions: readonly (readonly Mention[])[],
  budget: Budget,
): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const [name, value] of Object.entries(parameters)) {
    // A copy, as the template may change a list, and the next node reads the request again.
    values.set(name, typeof value === "string" ? value : [...value]);
  }
  for (const [name, value] of values) {
    const type = firstArrayType(name, mentions);
    if (type !== undefined) values.set(name, preparedArray(value, type, budget));
  }
  return values;
}

function firstArrayType(
  name: string,
  mentions: readonly (readonly Mention[])[],
): string | undefined {
  const first = mentions.find((group) => group.some((mention) => mention.name === name));
  const last = first?.findLast((mention) => mention.name === name && mention.kind === "typed");
  const type = last === undefined ? "" : mentionedType(last);
  return /^Array\((\w+)\)/.exec(type)?.[1];
}

function preparedArray(value: Value, type: string, budget: Budget): Value {
  try {
    return arrayItems(value, type, { budget }).map((item) => {
      const text = stringOf(item);
      return text === undefined ? item : text.replace(/[%`]/g, "\\$&").replaceAll("\x1a", "\\z");
    });
  } catch (error) {
    // The function Array says the same again, where the template calls it.
    if (error instanceof TemplateError) return value;
    throw error;
  }
}

import type { Budget } from "./budget.ts";
import { PythonError } from "./python-error.ts";
import { numberOf, stringOf, typeName, type Value } from "./value.ts";

/**
 * Gives what `text.split(separator, limit)` gives in Python.
 *
 * @throws {PythonError} When the separator is empty, or an argument of the wrong type.
 */
export function splitText(
  text: string,
  [separator = null, limit = null]: readonly Value[],
  budget: Budget,
): string[] {
  const most = limit === null ? -1 : wholeArgument(limit);
  if (separator === null) return words(text, most, budget);
  const by = textArgument(separator);
  if (by === "") throw new PythonError("empty separator", "ValueError");
  budget.search(text, by);
  const parts = text.split(by);
  budget.list(parts.length);
  if (most < 0 || parts.length <= most + 1) return parts;
  return [...parts.slice(0, most), parts.slice(most).join(by)];
}

function words(text: string, most: number, budget: Budget): string[] {
  const found: string[] = [];
  for (const { 0: word, index } of text.matchAll(/\S+/gu)) {
    budget.item(found.length);
    if (most >= 0 && found.length === most) {
      found.push(text.slice(index));
      break;
    }
    found.push(word);
  }
  return found;
}

export function textArgument(value: Value): string {
  const text = stringOf(value);
  if (text === undefined) throw new PythonError(`must be str, not ${typeName(value)}`);
  return text;
}

export function wholeArgument(value: Value): number {
  const number = numberOf(value);
  if (typeof number === "bigint") return Number(number);
  throw new PythonError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

import { escapeString, exactLiteral } from "./escape.ts";
import { repr, str } from "./python-text.ts";
import { syntaxError } from "./template-error.ts";
import { Dict, isList, itemsOf, SqlText, stringOf, type Value } from "./value.ts";

/**
 * Writes what `{{ }}` gives as SQL. A text becomes one literal and cannot leave it.
 *
 * Texts in a list are written as Python would write them, but in single quotes always: Tinybird
 * lets `"` be chosen, which ClickHouse reads as an identifier.
 *
 * @throws {TemplateError} When the value is None, or a dict, which SQL cannot say.
 */
export function writeOutput(value: Value, source: string): string {
  if (value === null) throw evaluatedToNull(source);
  if (value instanceof SqlText) return value.text;
  if (typeof value === "string") return `'${escapeString(value)}'`;
  if (itemsOf(value) !== undefined) return writeItem(value, source);
  if (value instanceof Dict) throw noDict(source);
  return str(value);
}

function writeItem(value: Value, source: string): string {
  if (value === null) throw evaluatedToNull(source);
  const text = stringOf(value);
  if (text !== undefined) return exactLiteral(text);
  if (value instanceof Dict || value instanceof SqlText) throw noDict(source);
  const items = itemsOf(value)?.map((item) => writeItem(item, source));
  if (items === undefined) return repr(value);
  if (isList(value)) return `[${items.join(", ")}]`;
  return items.length > 1 ? `(${items.join(", ")})` : `tuple(${items.join(", ")})`;
}

/** Makes the error for an expression that gives None. */
export function evaluatedToNull(source: string) {
  const name = source.length > 20 ? `${source.slice(0, 20)}...` : source;
  return syntaxError(`expression "${name}" evaluated to null`);
}

function noDict(source: string) {
  return syntaxError(`Cannot write "${source}" as SQL as it must hold texts and numbers only`);
}

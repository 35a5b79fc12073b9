import { escapeString, exactLiteral } from "./escape.ts";
import { step } from "./metered.ts";
import { repr, str } from "./python-text.ts";
import { syntaxError } from "./template-error.ts";
import { isList, itemsOf, numberOf, SqlText, stringOf, TypedNumber, type Value } from "./value.ts";

/**
 * Writes what `{{ }}` gives as SQL. A text becomes one literal and cannot leave it.
 *
 * Texts in a list are written as Python would write them, but in single quotes always:
 * Tinybird lets `"` be chosen, which ClickHouse reads as an identifier.
 *
 * @throws {TemplateError} When the value is None, or holds what SQL cannot say: ClickHouse reads no
 * dict of Python, as `{` begins a query parameter there.
 */
export function writeOutput(value: Value, source: string): string {
  if (value === null) throw evaluatedToNull(source);
  if (value instanceof SqlText) return value.text;
  if (typeof value === "string") return `'${escapeString(value)}'`;
  if (value instanceof TypedNumber || numberOf(value) !== undefined) return str(value);
  return writeItem(value, source);
}

function writeItem(value: Value, source: string): string {
  step(20);
  if (value === null) throw evaluatedToNull(source);
  const text = stringOf(value);
  if (text !== undefined) return exactLiteral(text);
  if (numberOf(value) !== undefined) return repr(value);
  const items = itemsOf(value)?.map((item) => writeItem(item, source));
  if (items === undefined) throw noSql(source);
  if (isList(value)) return `[${items.join(", ")}]`;
  return items.length > 1 ? `(${items.join(", ")})` : `tuple(${items.join(", ")})`;
}

/** Makes the error for an expression that gives None. */
export function evaluatedToNull(source: string) {
  const name = source.length > 20 ? `${source.slice(0, 20)}...` : source;
  return syntaxError(`expression "${name}" evaluated to null`);
}

function noSql(source: string) {
  return syntaxError(
    `Cannot write "${source}" as SQL as it must hold texts, numbers and lists of such only`,
  );
}

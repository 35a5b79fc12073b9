import { parseColumnType } from "./column-type.ts";

/**
 * Gives the field of a CSV record as the text of a JSON value: JSON for numbers, booleans, lists, maps and tuples, else
 * the text that it holds. An empty field is no value, but for texts; so is `\N`, which stands for null.
 */
export function fieldAsJson(field: string, type: string): string | undefined {
  const parsed = parseColumnType(type);
  const inner = parsed.name === "Nullable" ? (parsed.arguments[0] ?? parsed) : parsed;
  const isText = /^(Fixed)?String$/.test(inner.name);
  if (field === "") return isText && inner === parsed ? '""' : undefined;
  if (field === "\\N" && !(isText && inner === parsed)) return "null";
  if (/^U?Int\d/.test(inner.name)) return integer(field);
  if (inner.name === "Bool" && /^(true|false)$/i.test(field)) return field.toLowerCase();
  const isJson = /^(Float|Decimal|Bool|Array|Map|Tuple|JSON)/.test(inner.name);
  return isJson && isJsonText(field) ? field.replaceAll(/[\r\n]/g, " ") : JSON.stringify(field);
}

/** JSON has no sign before a positive number, nor noughts. */
function integer(field: string): string {
  const [, sign = "", digits] = /^\s*([+-]?)0*(\d+)\s*$/.exec(field) ?? [];
  if (digits !== undefined) return sign === "-" ? `-${digits}` : digits;
  return /^(true|false)$/.test(field) ? field : JSON.stringify(field);
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

import { escapeIdentifier } from "../escape.ts";
import { str } from "../python-text.ts";
import { syntaxError } from "../template-error.ts";
import { isTrue, SqlText, stringOf, type Value } from "../value.ts";
import type { TemplateFunction } from "./template-function.ts";

/** `column(x, default)`: `` `a`.`b` `` from `a.b`. */
export const column: TemplateFunction = {
  parameters: ["x", "default"],
  required: 1,
  call: (given) =>
    new SqlText(
      columnName(valueOrDefault("column", given.get("x"), given.get("default"))),
      "symbol",
    ),
};

/** `columns(x, default, fn)`: names apart by commas, each in `fn` if it is given. */
export const columns: TemplateFunction = {
  parameters: ["x", "default", "fn"],
  required: 1,
  call: (given) => {
    const value = valueOrDefault("columns", given.get("x"), given.get("default"));
    const text = stringOf(value);
    if (text === undefined) {
      throw syntaxError("The 'columns' function expects a String not an Array");
    }
    const names = text.split(",").map((name) => columnName(name.trim()));
    const fn = given.get("fn");
    if (!isTrue(fn)) return new SqlText(names.join(","), "expression");
    const called = functionName(fn);
    const calls = names.map((name) => `${called}(${name}) as ${name}`);
    return new SqlText(calls.join(","), "expression");
  },
};

/** `symbol(x)`: a name in backticks. */
export const symbol: TemplateFunction = {
  parameters: ["x", "quote"],
  required: 1,
  call: (given) => {
    if (given.has("quote") && given.get("quote") !== "`") {
      throw syntaxError("Cannot quote a symbol as the quote must be a backtick");
    }
    return new SqlText(`\`${escapeIdentifier(identifier("symbol", given.get("x")))}\``, "symbol");
  },
};

/**
 * `table(x)`: a name without quotes.
 *
 * Tinybird writes any text here as it is, which lets a parameter write SQL; this takes names only.
 */
export const table: TemplateFunction = {
  parameters: ["x"],
  required: 1,
  call: (given) => {
    const name = identifier("table", given.get("x")).replaceAll('"', "");
    if (/^\w+(?:\.\w+)*$/.test(name)) return new SqlText(name, "symbol");
    throw syntaxError("Cannot write a table as its name must be letters, digits and underscores");
  },
};

function valueOrDefault(name: string, value: Value, ifMissing: Value): Value {
  const found = value ?? ifMissing;
  if (found !== null) return found;
  const first = name === "columns" ? "column_names" : "column_name";
  throw syntaxError(
    `Missing ${name}() default value, use \`${name}(${first}, 'default_column_name')\``,
  );
}

function columnName(value: Value): string {
  const parts = identifier("column", value).split(".");
  return parts.map((part) => `\`${escapeIdentifier(part)}\``).join(".");
}

function functionName(value: Value): string {
  const name = str(value);
  if (/^\w+$/.test(name)) return name;
  throw syntaxError("Cannot call a function on columns as its name must be letters and digits");
}

function identifier(name: string, value: Value): string {
  const text = stringOf(value);
  if (text !== undefined) return text;
  throw syntaxError(value === null ? `${name}() has no value` : `${name}() takes one text`);
}

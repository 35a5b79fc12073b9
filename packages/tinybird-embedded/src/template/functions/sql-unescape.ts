import { escapeString } from "../escape.ts";
import { str } from "../python-text.ts";
import { syntaxError } from "../template-error.ts";
import { SqlText } from "../value.ts";
import { missingParameter } from "./missing-parameter.ts";
import type { TemplateFunction } from "./template-function.ts";

/**
 * `sql_unescape(x, '%')`: a literal in which these characters are not escaped.
 *
 * Two differences from Tinybird, where this function drops every `"` of the value, and lets `'` and
 * `\` be unescaped, by which a value could leave its literal.
 */
export const sqlUnescape: TemplateFunction = {
  parameters: ["x", "what"],
  required: 1,
  call: (given, { budget }) => {
    const value = given.get("x");
    if (value === null) throw missingParameter();
    const what = given.has("what") ? str(given.get("what")) : "";
    if (what === "" || /['\\]/.test(what)) {
      throw syntaxError("sql_unescape() takes characters to leave alone, none of them ' or \\");
    }
    const escaped = escapeString(str(value));
    budget.search(escaped, what);
    return new SqlText(`'${escaped.replaceAll(`\\${what}`, what)}'`, "expression");
  },
};

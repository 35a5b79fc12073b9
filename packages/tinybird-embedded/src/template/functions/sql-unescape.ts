import { escapeIdentifier } from "../escape.ts";
import { str } from "../python-text.ts";
import { syntaxError } from "../template-error.ts";
import { SqlText } from "../value.ts";
import { missingParameter } from "./missing-parameter.ts";
import type { TemplateFunction } from "./template-function.ts";

/**
 * `sql_unescape(x, '%')`: a literal in which these characters are not escaped, and from which every
 * `"` is gone.
 *
 * One difference from Tinybird, where `'` and `\` can be unescaped too, by which a value could leave
 * its literal.
 */
export const sqlUnescape: TemplateFunction = {
  parameters: ["x", "what"],
  required: 1,
  call: (given, { budget }) => {
    const value = given.get("x");
    if (value === null) throw missingParameter();
    const what = given.has("what") ? str(given.get("what")) : "";
    // Without characters Tinybird drops every backslash.
    if (what === "" || /['\\]/.test(what)) {
      throw syntaxError("sql_unescape() takes characters to leave alone, none of them ' or \\");
    }
    const escaped = escapeIdentifier(str(value));
    budget.search(escaped, what);
    return new SqlText(`'${escaped.replaceAll(`\\${what}`, what)}'`, "expression");
  },
};

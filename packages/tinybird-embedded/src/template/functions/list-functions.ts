import { iterate } from "../subscript.ts";
import { syntaxError } from "../template-error.ts";
import { stringOf, Tuple } from "../value.ts";
import type { TemplateFunction } from "./template-function.ts";

/** `split_to_array(x, default, separator)`: the trimmed parts of a text. */
export const splitToArray: TemplateFunction = {
  parameters: ["x", "default", "separator"],
  required: 1,
  call: (given, { budget }) => {
    const value = given.get("x") ?? (given.has("default") ? given.get("default") : "");
    const text = stringOf(value);
    const separator = given.has("separator") ? stringOf(given.get("separator")) : ",";
    if (text === undefined || !separator) {
      throw syntaxError("split_to_array() takes a text to split, and a text that parts it");
    }
    budget.search(text, separator);
    const parts = text.split(separator);
    budget.list(parts.length);
    return parts.map((part) => part.trim());
  },
};

/** `enumerate_with_last(list)`: each item with whether it is the last. */
export const enumerateWithLast: TemplateFunction = {
  parameters: ["arr"],
  required: 1,
  call: (given, { budget }) => {
    const items = iterate(given.get("arr"));
    if (items === undefined) throw syntaxError("enumerate_with_last() takes a list");
    budget.list(items.length);
    return items.map((item, index) => new Tuple([index + 1 === items.length, item]));
  },
};

import type { Budget } from "./budget.ts";
import { converted, formatValue } from "./format-value.ts";
import type { CallArguments } from "./functions/call-function.ts";
import { PythonError } from "./python-error.ts";
import { subscript } from "./subscript.ts";
import type { Value } from "./value.ts";

const FIELD =
  /\{\{|\}\}|\{(?<name>[^{}!:[\].]*)(?<path>(?:\[[^\]]*\])*)(?:!(?<conversion>[rsa]))?(?::(?<spec>[^{}]*))?\}|[{}]/g;

/**
 * Gives what `text.format(…)` gives in Python; attributes of values are not reached.
 *
 * @throws {PythonError} When a brace has no partner, or a field no value.
 */
export function formatTemplate(text: string, given: CallArguments, budget: Budget): string {
  let next = 0;
  let length = 0;
  const find = (name: string): Value => {
    const index = name === "" ? next++ : /^\d{1,9}$/.test(name) ? Number(name) : undefined;
    const value = index === undefined ? given.keywords.get(name) : given.positional[index];
    if (value !== undefined) return value;
    if (index === undefined) throw new PythonError("format() has no such argument", "KeyError");
    const message = `Replacement index ${index} out of range for positional args tuple`;
    throw new PythonError(message, "IndexError");
  };
  return text.replace(FIELD, (whole: string, ...match) => {
    if (whole === "{{" || whole === "}}") return whole.charAt(0);
    // Safe: the pattern has named groups, which come last.
    const { name, path = "", conversion, spec = "" } = match.at(-1) as Field;
    if (name === undefined) throw new PythonError("Single brace in format string", "ValueError");
    let value = find(name.trim());
    for (const [, key = ""] of path.matchAll(/\[([^\]]*)\]/g)) {
      value = subscript(value, /^\d{1,9}$/.test(key) ? BigInt(key) : key);
    }
    const written = formatValue(converted(value, conversion), spec, budget);
    length += written.length;
    budget.text(length);
    return written;
  });
}

interface Field {
  readonly name?: string;
  readonly path?: string;
  readonly conversion?: "r" | "s" | "a";
  readonly spec?: string;
}

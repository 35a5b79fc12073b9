import { DatafileError } from "./datafile-error.ts";
import type { DatafileOptions, IncludedFile } from "./datafile-options.ts";
import { unquote } from "./lex-line.ts";
import type { DirectiveStatement } from "./read-directives.ts";

/**
 * Gives the file that an INCLUDE names, with the values that stand behind the path (`"NAME=value"`) in its `$NAME`s.
 *
 * @param within Files that are being included, outermost first.
 * @throws {DatafileError} When there is no such file, or it includes itself.
 */
export function includedFile(
  statement: DirectiveStatement,
  { include }: DatafileOptions,
  within: readonly string[],
): IncludedFile {
  const { file, line, directive } = statement;
  const fail = (as: string) =>
    new DatafileError({ file, line, directive, cannot: `read ${directive}`, as });
  const [path = "", ...values] = (statement.value.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map(unquote);
  if (path === "") throw fail("it must name a file");
  const found = include?.(path, file);
  if (found === undefined) throw fail(`the file must be there: current value is ${path}`);
  if (within.includes(found.file)) throw fail(`a file must not include itself: ${found.file}`);
  let { text } = found;
  for (const value of values) {
    const [name = "", ...rest] = value.split("=");
    if (!/^[A-Za-z_]\w*$/.test(name) || rest.length === 0) {
      throw fail(`what follows the path must be NAME=value: current value is ${value}`);
    }
    text = text.replaceAll(new RegExp(`\\$(?:\\{${name}\\}|${name}\\b)`, "g"), () =>
      rest.join("="),
    );
  }
  return { file: found.file, text };
}

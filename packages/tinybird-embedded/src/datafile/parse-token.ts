import type { TokenDefinition } from "./definitions.ts";
import { unquote } from "./lex-line.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { invalid } from "./statement-value.ts";

/**
 * Reads `TOKEN name SCOPE`; a name with blanks is in quotes.
 *
 * @throws {DatafileError} When the name is missing or the scope is none of `scopes`.
 */
export function parseToken(
  statement: DirectiveStatement,
  scopes: readonly TokenDefinition["scope"][],
): TokenDefinition {
  const match = /^("[^"]*"|'[^']*'|\S+)\s+(\S+)$/.exec(statement.value);
  const name = unquote(match?.[1] ?? "").trim();
  const scope = scopes.find((known) => known === unquote(match?.[2] ?? "").toUpperCase());
  if (name === "" || scope === undefined) {
    throw invalid(statement, `it must be: TOKEN name ${scopes.join(" or ")}`);
  }
  return { name, scope };
}

import { type SqlToken, tokenizeSql } from "./tokenize-sql.ts";

/** Why SQL text is not a list. */
export class UnbalancedSqlError extends Error {
  override readonly name = "UnbalancedSqlError";
  readonly code = "unbalanced_sql";
  /** Offset of the quote or bracket that has no partner. */
  readonly at: number;

  constructor(token: SqlToken) {
    super(`each quote and bracket must have its partner: current value is ${token.text}`);
    this.at = token.at;
  }
}

/**
 * Splits SQL text at the commas that stand outside brackets; an item keeps its tokens.
 *
 * @throws {UnbalancedSqlError} When a quote or bracket has no partner.
 */
export function splitList(text: string): SqlToken[][] {
  const items: SqlToken[][] = [[]];
  const open: SqlToken[] = [];
  for (const token of tokenizeSql(text)) {
    if (token.kind === "unclosed") throw new UnbalancedSqlError(token);
    if (token.kind === "open") open.push(token);
    if (token.kind === "close" && partner(open.pop()?.text) !== token.text) {
      throw new UnbalancedSqlError(token);
    }
    if (token.kind === "comma" && open.length === 0) items.push([]);
    else items.at(-1)?.push(token);
  }
  const last = open.pop();
  if (last !== undefined) throw new UnbalancedSqlError(last);
  return items;
}

function partner(open: string | undefined): string | undefined {
  return open === "(" ? ")" : open === "[" ? "]" : open === "{" ? "}" : undefined;
}

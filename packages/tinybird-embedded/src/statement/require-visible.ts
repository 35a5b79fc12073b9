import { database, type Engine } from "../engine/engine.ts";
import { quoteString } from "../engine/sql-text.ts";
import { RequestError } from "../request-error.ts";
import type { ReadAccess } from "../tokens/read-access.ts";
import type { CheckedStatement } from "./check-statement.ts";
import { tablesIn } from "./refusal.ts";
import { sqlWords } from "./sql-words.ts";

/**
 * Lets a statement pass that reads only what a token may read.
 *
 * @returns The tables that are there and that the token may not read.
 * @throws {RequestError} 403 that names the first table or pipe that it may not, or the syntax that goes past a filter.
 */
export async function requireVisible(
  engine: Engine,
  { select, tree }: CheckedStatement,
  { tables, pipes, filters }: ReadAccess,
  isPipe: (name: string) => boolean,
): Promise<readonly string[]> {
  const rows = await engine.rows<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = ${quoteString(database)}`,
  );
  const stored = rows.map(({ name }) => name);
  const words = sqlWords(select);
  const aliases = new Set(words.filter((_, at) => isAlias(words[at + 1])).map(({ text }) => text));
  const read = new Set(
    tree.filter(({ kind }) => kind === "TableIdentifier").map(({ name }) => name),
  );
  for (const name of tablesIn(tree)) {
    if (tables.has(name) || pipes.has(name)) continue;
    const isOurs = stored.includes(name) || isPipe(name);
    // A name of the statement's own, which stands for nothing of ours anywhere; or, behind IN, that of a column.
    if (!isOurs && (aliases.has(name) || !read.has(name))) continue;
    throw new RequestError(403, `The token does not have access to "${name}"`);
  }
  if (filters.size > 0) requireFilterable(select);
  return stored.filter((name) => !tables.has(name));
}

/**
 * Lets SQL pass whose rows can be filtered.
 *
 * @throws {RequestError} 403 for PREWHERE, which is evaluated before the filter; names that begin like virtual columns,
 *   which show where hidden rows lie; an alias that could be taken for another table's name and so for its filter.
 */
function requireFilterable(select: string): void {
  requireNoPrewhere(select);
  for (const { text, quoted } of sqlWords(select)) {
    // Alone it is the pipe that a statement is about.
    if ((text !== "_" && text.startsWith("_")) || (quoted && text.includes("."))) {
      throw new RequestError(
        403,
        `Cannot run the statement with a token whose rows are filtered as it must have no name like "${text}"`,
      );
    }
  }
}

/**
 * Lets SQL pass without PREWHERE.
 *
 * @throws {RequestError} 403 for any other.
 */
export function requireNoPrewhere(sql: string): void {
  const found = sqlWords(sql).some(
    ({ text, quoted }) => !quoted && text.toUpperCase() === "PREWHERE",
  );
  if (!found) return;
  throw new RequestError(
    403,
    "Cannot read with a token whose rows are filtered as PREWHERE is evaluated before the filter: use WHERE",
  );
}

function isAlias(next: { readonly text: string; readonly called: boolean } | undefined): boolean {
  return next?.called === true && next.text.toUpperCase() === "AS";
}

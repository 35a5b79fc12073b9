import type { PipeDefinition } from "../datafile/definitions.ts";
import { database, type Engine } from "../engine/engine.ts";
import { quoteString } from "../engine/sql-text.ts";
import { RequestError } from "../request-error.ts";
import { isRightOfIn } from "../statement/refusal.ts";
import type { SyntaxNode } from "../statement/syntax-tree.ts";

/**
 * Refuses a statement that reads a table or pipe of the project that may not be read. Other names are those of the
 * statement's own WITH, or of nothing.
 *
 * A name in WITH that a table has is refused as well: in its own query it stands for the table.
 *
 * @param tree Of a statement that is checked already.
 * @throws {RequestError} 403 with the name.
 */
export async function requireReadable(
  engine: Engine,
  tree: readonly SyntaxNode[],
  pipes: ReadonlyMap<string, PipeDefinition>,
  mayRead: (name: string) => boolean,
): Promise<void> {
  const read = tree.filter(
    (node) => node.kind === "TableIdentifier" || (node.kind === "Identifier" && isRightOfIn(node)),
  );
  const tables = await engine.rows<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = ${quoteString(database)}`,
  );
  const existing = new Set([...tables.map(({ name }) => name), ...pipes.keys()]);
  const refused = read.find(({ name }) => existing.has(name) && !mayRead(name));
  if (refused === undefined) return;
  throw new RequestError(403, `The token does not have access to "${refused.name}"`);
}

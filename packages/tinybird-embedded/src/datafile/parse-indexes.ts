import { lineItems } from "./block-items.ts";
import type { IndexDefinition } from "./definitions.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { isWord, SqlCursor } from "./sql-cursor.ts";

/**
 * Reads an `INDEXES >` block: `[INDEX] name expression TYPE type [GRANULARITY n]`, one per line.
 *
 * @throws {DatafileError} When a line is not like that, or a name comes twice.
 */
export function parseIndexes(statement: DirectiveStatement): IndexDefinition[] {
  const indexes = new Map<string, IndexDefinition>();
  for (const { tokens, error } of lineItems(statement)) {
    const index = parseIndex(new SqlCursor(tokens), error);
    if (indexes.has(index.name)) {
      throw error(`define index ${JSON.stringify(index.name)}`, "its name must be new here");
    }
    indexes.set(index.name, index);
  }
  return [...indexes.values()];
}

const FORM = "it must be: name expression TYPE type GRANULARITY n";

function parseIndex(
  cursor: SqlCursor,
  fail: (cannot: string, as: string) => Error,
): IndexDefinition {
  if (cursor.peekWord() === "INDEX") cursor.take();
  const name = cursor.take();
  if (name?.kind !== "word") throw fail("read an index", FORM);
  const cannot = `read index ${JSON.stringify(name.text)}`;
  const expression = cursor.takeUntil(isWord("TYPE"));
  cursor.take();
  const type = cursor.takeUntil(isWord("GRANULARITY"));
  if (expression === "" || type === "") throw fail(cannot, FORM);
  if (cursor.take() === undefined) return { name: name.text, expression, type };
  const granularity = Number(cursor.takeUntil(() => false));
  if (!Number.isInteger(granularity) || granularity < 1) {
    throw fail(cannot, "GRANULARITY must be a whole number from 1");
  }
  return { name: name.text, expression, type, granularity };
}

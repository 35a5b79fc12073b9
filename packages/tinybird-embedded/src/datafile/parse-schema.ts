import { commaItems } from "./block-items.ts";
import type { ColumnDefinition } from "./definitions.ts";
import { parseColumn } from "./parse-column.ts";
import type { DirectiveStatement } from "./read-directives.ts";
import { invalid } from "./statement-value.ts";

/**
 * Reads the columns of a `SCHEMA >` block.
 *
 * @throws {DatafileError} When there is none, one is not as Tinybird Forward has it, or a name
 * comes twice.
 */
export function parseSchema(statement: DirectiveStatement): ColumnDefinition[] {
  const columns = new Map<string, ColumnDefinition>();
  for (const { tokens, error } of commaItems(statement)) {
    const column = parseColumn(tokens, error);
    if (columns.has(column.name)) {
      throw error(`define column ${JSON.stringify(column.name)}`, "its name must be new here");
    }
    columns.set(column.name, column);
  }
  if (columns.size === 0) throw invalid(statement, "it must have at least one column");
  return [...columns.values()];
}

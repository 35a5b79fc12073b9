import { database, type Engine } from "../engine/engine.ts";
import { quoteString } from "../engine/sql-text.ts";
import { RequestError } from "../request-error.ts";
import type { SyntaxNode } from "./syntax-tree.ts";

/**
 * What ClickHouse 26.7 does not mark, and what depends on how rows lie in blocks and parts or on who reads first; with
 * every ending of an aggregate.
 */
const unmarked =
  /^(neighbor|running(accumulate|concurrency|difference)|any|(first|last)_?value|grouparraysample)/;

/** What it marks, and gives the same for the same values: they are of use in a subquery. */
const repeatable = new Set(["arrayjoin", "unnest"]);

/**
 * Refuses a condition whose rows may be others when it is evaluated again: a store is made anew from its log, which has
 * the condition and not the rows.
 *
 * @param tree Of a statement with the condition that is checked already.
 * @throws {RequestError} 400 if it calls such a function, or reads what ClickHouse knows about where a row lies.
 */
export async function requireRepeatable(
  engine: Engine,
  tree: readonly SyntaxNode[],
): Promise<void> {
  const [known] = await engine.rows<{ changing: string[]; columns: string[] }>(
    `SELECT (SELECT groupUniqArray(lower(name)) FROM system.functions WHERE deterministic = 0) AS changing,
       (SELECT groupUniqArray(name) FROM system.columns WHERE database = ${quoteString(database)}) AS columns`,
  );
  const changing = new Set(known?.changing);
  const columns = new Set(known?.columns);
  for (const { kind, name } of tree) {
    // CURRENT_TIMESTAMP is a call without brackets, and any other name in the tree.
    const isCall = kind === "Function" || (kind === "Identifier" && !columns.has(name));
    if (isCall && isChanging(name.toLowerCase(), changing)) {
      throw new RequestError(
        400,
        `Cannot delete by ${name} as the condition is evaluated again when the data is made anew from the log, and must give the same then: write the time, or any other value, as a literal`,
      );
    }
    if (kind === "Identifier" && isVirtual(name, columns)) {
      throw new RequestError(
        400,
        `Cannot delete by "${name}" as the condition must name columns of data sources: what ClickHouse says about where a row lies is another after the data is made anew from the log`,
      );
    }
  }
}

function isChanging(name: string, changing: ReadonlySet<string>): boolean {
  return !repeatable.has(name) && (changing.has(name) || unmarked.test(name));
}

/** A name that begins as virtual columns do, behind the name of a table or not, and is none of a data source. */
function isVirtual(name: string, columns: ReadonlySet<string>): boolean {
  const parts = name.split(".");
  return parts.some((part, place) => {
    if (!part.startsWith("_")) return false;
    return !parts.some((_, from) => from <= place && columns.has(parts.slice(from).join(".")));
  });
}

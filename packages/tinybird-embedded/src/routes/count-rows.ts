import { database } from "../engine/engine.ts";
import { quoteName } from "../engine/sql-text.ts";
import { queryError } from "../query/query-error.ts";
import { limitSettings } from "../query/query-limits.ts";
import type { Deployment } from "./deployment.ts";

/**
 * Counts the rows of a table that a condition from outside holds for: one that counts can also be carried out.
 *
 * @param condition Checked already.
 * @throws {RequestError} If it cannot be worked out.
 */
export async function countRows(
  { engine, queryLimits }: Pick<Deployment, "engine" | "queryLimits">,
  table: string,
  condition: string,
): Promise<number> {
  const [count] = await engine
    .rows<{ rows: number }>(
      `SELECT count() AS rows FROM ${database}.${quoteName(table)} WHERE ${condition}`,
      { settings: limitSettings(queryLimits) },
    )
    .catch((cause: unknown) => {
      throw queryError(cause);
    });
  return count?.rows ?? 0;
}

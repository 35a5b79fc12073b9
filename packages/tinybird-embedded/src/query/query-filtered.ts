import { ClickhouseError } from "../engine/clickhouse-error.ts";
import type { Reader } from "../engine/engine.ts";
import type { QueryOptions } from "../engine/outside-queries.ts";
import type { QueryResult } from "../engine/result-file.ts";
import { filterSettings } from "./filter-settings.ts";
import { hideValues, isOfStatement } from "./hide-values.ts";

/**
 * Runs a SELECT on the rows that filters let through, by the name of their table.
 *
 * A failure is the same, and says the same, whatever the rows are that the filters leave out: before ClickHouse reads, it
 * evaluates a condition on values of the primary key, and may fail on one of theirs; so what has failed is run again
 * without the key.
 */
export async function queryFiltered(
  { query }: Reader,
  statement: string,
  options: QueryOptions,
  filters: ReadonlyMap<string, string>,
): Promise<QueryResult> {
  if (filters.size === 0) return query(statement, options);
  const settings = { ...options.settings, ...filterSettings(filters) };
  try {
    return await query(statement, { ...options, settings });
  } catch (cause) {
    if (!(cause instanceof ClickhouseError) || isOfStatement(cause)) throw cause;
  }
  try {
    return await query(statement, { ...options, settings: { ...settings, use_primary_key: 0 } });
  } catch (cause) {
    throw hideValues(cause);
  }
}

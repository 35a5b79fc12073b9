import { database } from "../engine/engine.ts";
import type { Settings } from "../engine/settings.ts";
import { quoteString } from "../engine/sql-text.ts";

/**
 * What ClickHouse must not do for speed where rows are filtered: each of these evaluates a condition of the query on
 * values of rows that the filter leaves out, and an error of it would show them (`Cannot parse string '…'`). The primary
 * key is still used.
 */
const barrier: Settings = {
  query_plan_enable_optimizations: 0,
  query_plan_merge_filters: 0,
  query_plan_optimize_prewhere: 0,
  optimize_move_to_prewhere: 0,
  use_partition_pruning: 0,
  use_skip_indexes: 0,
  use_statistics_for_part_pruning: 0,
  optimize_use_projections: 0,
  optimize_use_implicit_projections: 0,
  optimize_use_projection_filtering: 0,
  enable_join_runtime_filters: 0,
  use_top_k_dynamic_filtering: 0,
  // It remembers where a condition held, and not whose rows it saw.
  use_query_condition_cache: 0,
};

/**
 * Writes the conditions that rows must fulfil to be seen, by the name of their table, as settings of a session.
 *
 * They hold wherever a query reads the table: behind an alias, in a join, a subquery, a CTE, on the right of IN.
 */
export function filterSettings(filters: ReadonlyMap<string, string>): Settings {
  if (filters.size === 0) return {};
  const entries = [...filters].map(
    ([table, filter]) => `${quoteString(`${database}.${table}`)}: ${quoteString(filter)}`,
  );
  return { ...barrier, additional_table_filters: `{${entries.join(", ")}}` };
}

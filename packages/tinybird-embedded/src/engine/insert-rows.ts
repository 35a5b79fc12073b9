import type { Session } from "chdb";

/** How an insert is done. */
export interface InsertOptions {
  /** An insert of the same token into the same table, or into the views behind it, changes nothing. */
  readonly token: string;
  /** Leaves out the materialized views that cannot take the rows. Default false: the insert fails. */
  readonly skipFailingViews?: boolean;
  /** Lets the rows fall into any number of partitions. Default false: at most 100, as ClickHouse has it. */
  readonly anyPartitions?: boolean;
}

const emptyLine = "\n\n";

/** Inserts rows (NDJSON, named columns, no empty line) in one block into a table, which is named with its database. */
export async function insertRows(
  session: Session,
  table: string,
  rows: Buffer,
  { token, skipFailingViews = false, anyPartitions = false }: InsertOptions,
): Promise<void> {
  // ClickHouse would take what stands behind one for a statement.
  if (rows.includes(emptyLine)) throw new Error("Rows must have no empty line between them");
  await session.insert({
    table,
    format: "JSONEachRow",
    values: rows,
    settings: {
      // One block, so that the rows of a partition are one part, and a token is one entry of its table's window.
      input_format_parallel_parsing: 0,
      max_insert_block_size: 100_000_000,
      min_insert_block_size_rows: 0,
      min_insert_block_size_bytes: 0,
      input_format_null_as_default: 0,
      insert_deduplicate: 1,
      insert_deduplication_token: token,
      materialized_views_ignore_errors: skipFailingViews ? 1 : 0,
      max_partitions_per_insert_block: anyPartitions ? 0 : 100,
    },
  });
}

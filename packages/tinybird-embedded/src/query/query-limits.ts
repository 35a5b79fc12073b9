import { availableParallelism } from "node:os";
import type { Settings } from "../engine/settings.ts";

/** What one query may use; past it, it ends with an error that names the limit. Whole numbers of 1 and more. */
export interface QueryLimits {
  /** From the moment the query has a place, at most a day: 408 past it, as Tinybird. Default 10 s. */
  readonly seconds: number;
  /** Rows that it may give: 400 past it. Default: any number, as Tinybird. */
  readonly resultRows?: number;
  /**
   * Size of the result before it is formatted: 400 past it. Default 100 MB, Tinybird's limit of a response.
   *
   * A result is written to the data directory before it is sent, where it may be several times as large.
   */
  readonly resultBytes: number;
  /** Rows that it may read from data sources: 400 past it. Default: any number, as Tinybird. */
  readonly readRows?: number;
  /** Memory while it runs: 400 past it. Default 1 GB. */
  readonly memoryBytes: number;
  /** Processors that it uses at most. Default: half of those there are, so that a query leaves some to appends. */
  readonly threads: number;
}

/** The limits of a server that names none. */
export const defaultQueryLimits: QueryLimits = {
  seconds: 10,
  resultBytes: 100_000_000,
  memoryBytes: 1_000_000_000,
  threads: Math.max(1, Math.floor(availableParallelism() / 2)),
};

/** Writes limits as ClickHouse settings, with which nothing but reading is possible. */
export function limitSettings(limits: QueryLimits): Settings {
  const { seconds, resultRows, resultBytes, readRows, memoryBytes, threads } = limits;
  return {
    max_execution_time: seconds,
    // Nought is none.
    max_result_rows: resultRows ?? 0,
    max_result_bytes: resultBytes,
    max_rows_to_read: readRows ?? 0,
    max_memory_usage: memoryBytes,
    max_threads: threads,
    // In parallel it is no faster here, and holds many blocks at once.
    output_format_parallel_formatting: 0,
    // Cannot be taken back in a session, and locks every setting.
    readonly: 1,
  };
}

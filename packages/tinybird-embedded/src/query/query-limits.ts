import type { Settings } from "../engine/settings.ts";

/** What one query may use; past it, it ends with an error. */
export interface QueryLimits {
  /** Default 10 s. Tinybird answers 408 past its own. */
  readonly seconds: number;
  /** Size of the result before it is formatted. Default 100 MB, Tinybird's limit of a response. */
  readonly resultBytes: number;
  /** Default 1 GB. */
  readonly memoryBytes: number;
}

/** The limits of a server that names none. */
export const defaultQueryLimits: QueryLimits = {
  seconds: 10,
  resultBytes: 100_000_000,
  memoryBytes: 1_000_000_000,
};

/** Writes limits as ClickHouse settings, with which nothing but reading is possible. */
export function limitSettings({ seconds, resultBytes, memoryBytes }: QueryLimits): Settings {
  return {
    max_execution_time: seconds,
    max_result_bytes: resultBytes,
    max_memory_usage: memoryBytes,
    // Cannot be taken back in a session, and locks every setting.
    readonly: 1,
  };
}

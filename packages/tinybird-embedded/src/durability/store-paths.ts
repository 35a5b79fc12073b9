import { join } from "node:path";

/** Where the parts of a data directory are. */
export interface StorePaths {
  readonly store: string;
  readonly log: string;
  /** Says that the store is whole. */
  readonly stamp: string;
  /** Has the id of the process that locked the directory last. */
  readonly pid: string;
  /** The store of another version, until there is a new one; or of another log. */
  readonly before: string;
}

/** Gives where the parts of this data directory are, whether they are there or not. */
export function storePaths(data: string): StorePaths {
  return {
    store: join(data, "clickhouse"),
    log: join(data, "log"),
    pid: join(data, "pid"),
    stamp: join(data, "store.json"),
    before: join(data, "clickhouse.before"),
  };
}

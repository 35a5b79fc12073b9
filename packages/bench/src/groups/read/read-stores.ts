import type { Case } from "../../harness/group.ts";
import type { FilledServer } from "../../stores/filled-server.ts";

/** Where the rows of one size are. */
export interface ReadStores {
  readonly size: number;
  readonly server: FilledServer;
  /** Files of SQLite's; absent where no contender of that size has one. */
  readonly emmett?: string;
  readonly table?: string;
}

/** Gives what was filled for a case. */
export function storesOf({ size }: Case, shared: unknown): ReadStores {
  // Safe: this is what `shareStores` gave.
  const stores = (shared as readonly ReadStores[]).find((each) => each.size === size);
  if (stores === undefined) throw new Error(`Cannot find the stores of ${size} rows`);
  return stores;
}

import { quarantineName } from "../deploy/create-table.ts";
import type { Grant } from "./grant.ts";

/** What of the project a token may read by SQL of its own. */
export interface ReadAccess {
  /** Names of data sources and quarantines. */
  readonly tables: ReadonlySet<string>;
  /** Names of pipes that may be read like a table. */
  readonly pipes: ReadonlySet<string>;
  /** The condition that rows of a table must fulfil to be seen, by the name of the table. */
  readonly filters: ReadonlyMap<string, string>;
}

/**
 * Gives what grants let somebody read; `undefined` if it is everything.
 *
 * A quarantine goes with its data source. One whose data source has a filter shows no row: its columns are texts, so the
 * filter means nothing there; unless the quarantine has a grant of its own. A pipe whose parameters are fixed can only
 * be run, as SQL has no parameters to fix.
 */
export function readAccess(grants: readonly Grant[]): ReadAccess | undefined {
  if (grants.some(({ kind }) => kind === "admin" || kind === "read-all")) return undefined;
  const tables = new Set<string>();
  const pipes = new Set<string>();
  const filters = new Map<string, string>();
  const reads = grants.filter((grant) => grant.kind === "read");
  const ofDatasources = reads.filter((grant) => grant.of === "datasource");
  for (const { resource, filter } of ofDatasources) {
    tables.add(resource);
    if (filter !== undefined) filters.set(resource, filter);
  }
  for (const { resource, filter } of ofDatasources) {
    const quarantine = quarantineName(resource);
    if (tables.has(quarantine)) continue;
    if (filter === undefined) tables.add(quarantine);
    else filters.set(quarantine, "0");
  }
  for (const { of, resource, fixed } of reads) {
    if (of === "pipe" && fixed === undefined) pipes.add(resource);
  }
  return { tables, pipes, filters };
}

import { database, type Engine } from "../engine/engine.ts";
import { quoteName, quoteString } from "../engine/sql-text.ts";

/** A materialized view, as its comment in the database remembers it. */
export interface StoredView {
  readonly name: string;
  /** Tells whether a view is the one of the project. */
  readonly stamp: string;
  readonly target: string;
  /** The data sources that it reads. */
  readonly reads: readonly string[];
}

/** Writes what `storedViews` gives back. */
export function viewComment({ stamp, target, reads }: StoredView): string {
  return JSON.stringify({ stamp, target, reads });
}

/** Gives the materialized views that exist. */
export async function storedViews(engine: Engine): Promise<StoredView[]> {
  const rows = await engine.rows<{ name: string; comment: string }>(
    `SELECT name, comment FROM system.tables
     WHERE database = ${quoteString(database)} AND engine = 'MaterializedView'`,
  );
  // Only we write into this database, and every view with such a comment.
  return rows.map(({ name, comment }) => ({ ...(JSON.parse(comment) as StoredView), name }));
}

/** Drops a materialized view; the rows that it wrote stay. */
export async function dropView(engine: Engine, name: string): Promise<void> {
  await engine.execute(`DROP VIEW ${database}.${quoteName(name)} SYNC`);
}

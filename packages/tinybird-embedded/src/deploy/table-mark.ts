import { createHash } from "node:crypto";

/** What a table remembers in its comment, so that a start with the same datafiles has nothing to compare. */
export interface TableMark {
  /** Tells whether the table is what a definition makes. */
  readonly stamp: string;
  /** Hash of the FORWARD_QUERY that stood in the datafile; its rows need it no more. */
  readonly forward?: string;
  /** Has rows that no materialized view of the project would write again. */
  readonly left?: true;
}

/** Makes the mark of a definition. */
export function markOf(definition: string, forwardQuery: string | undefined): TableMark {
  const stamp = hash(definition);
  return forwardQuery === undefined ? { stamp } : { stamp, forward: hash(forwardQuery) };
}

/** Writes what `readMark` gives back. */
export function markComment({ stamp, forward, left }: TableMark): string {
  return JSON.stringify({ stamp, forward, left });
}

/** Reads a table's comment; `undefined` for a table from before there were marks. */
export function readMark(comment: string): TableMark | undefined {
  if (comment === "") return undefined;
  // Only we write into this database, and no other comment to a table.
  return JSON.parse(comment) as TableMark;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

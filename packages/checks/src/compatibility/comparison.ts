import type { SchemaNode } from "../json-schema/schema-node.ts";
import type { Difference } from "./difference.ts";

/** Two things of one kind, from the old schema and from the new. */
export interface Pair<Of> {
  readonly old: Of;
  readonly now: Of;
}

/** Compares what stands below; each kind of schema is compared by a function that is given this one. */
export type CompareBelow = (pair: Pair<SchemaNode>, path: string) => readonly Difference[];

/** A schema's keywords. */
export type Keywords = Readonly<Record<string, unknown>>;

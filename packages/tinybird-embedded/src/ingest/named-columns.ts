import type { IngestPlan } from "./ingest-plan.ts";

/**
 * Gives the places of the columns that are needed to work SQL out: those that it names, those that rows leave to a
 * DEFAULT, and those that these DEFAULTs name. May give more, never less.
 */
export function namedColumns(
  { columns, declared }: Pick<IngestPlan, "columns" | "declared">,
  expressions: readonly string[],
  left: ReadonlySet<number>,
): ReadonlySet<number> {
  const defaults = declared.filter(({ place }) => left.has(place));
  const sql = [...expressions, ...defaults.map(({ withDefault }) => withDefault)].join(" ");
  // It may stand for all columns.
  const isAll = /\*|\bCOLUMNS\b/i.test(sql);
  const places = columns.flatMap(({ name }, place) =>
    isAll || left.has(place) || new RegExp(`\\b${name}\\b`).test(sql) ? [place] : [],
  );
  return new Set(places);
}

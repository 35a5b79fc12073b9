import type { Completeness } from "./completeness.ts";

/**
 * Gives the writers of a completeness as rows of plain texts and numbers, with a row of totals at the
 * end: for `console.table`, a CSV or a page. Pure.
 *
 * @example
 * const completeness = await new MemoryEventStore().completeness();
 * completenessTable(completeness).map(({ writer, missing }) => [writer, missing]); // [["all 0", 0]]
 */
export function completenessTable({
  writers,
  totals,
}: Completeness): Readonly<Record<string, string | number>>[] {
  const { writers: count, ...all } = totals;
  return [
    ...writers.map(({ gaps, gapCount, first, last, newestAt, ...rest }) => {
      const ranges = gaps.map((gap) =>
        gap.first === gap.last ? `${gap.first}` : `${gap.first}-${gap.last}`,
      );
      return {
        ...rest,
        numbers: `${first}-${last}`,
        gaps: [...ranges, ...(gapCount > gaps.length ? ["…"] : [])].join(", "),
        newest: newestAt === undefined ? "" : new Date(newestAt).toISOString(),
      };
    }),
    { writer: `all ${count}`, ...all, numbers: "", gaps: "", newest: "" },
  ];
}

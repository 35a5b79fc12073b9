import { maxYears, yearOf } from "../append/partition-years.ts";
import type { Row } from "../row.ts";

/** Gives rows in as many lists as it takes for none to hold more than twelve years, oldest first. */
export function* yearLists(rows: readonly Row[]): Generator<readonly Row[]> {
  const years = new Map<number, Row[]>();
  for (const row of rows) {
    const year = yearOf(row);
    const list = years.get(year);
    if (list === undefined) years.set(year, [row]);
    else list.push(row);
  }
  if (years.size <= maxYears) {
    yield rows;
    return;
  }
  const lists = [...years].sort(([a], [b]) => a - b).map(([, list]) => list);
  for (let first = 0; first < lists.length; first += maxYears)
    yield lists.slice(first, first + maxYears).flat();
}

import type { Row } from "./row.ts";

const maxRows = 5_000;
// Tinybird takes 10 MB in one request; UTF-8 needs at most three bytes for a UTF-16 code unit.
const maxCharacters = 3_000_000;

/** Gives rows in their order, in as many lists as requests need to stay under Tinybird's limits. */
export function* batches(rows: readonly Row[]): Generator<readonly Row[]> {
  let batch: Row[] = [];
  let characters = 0;
  for (const row of rows) {
    const size = JSON.stringify(row).length;
    if (batch.length > 0 && (batch.length === maxRows || characters + size > maxCharacters)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(row);
    characters += size;
  }
  if (batch.length > 0) yield batch;
}

import type { SentRow } from "../lines/event-line.ts";
import { RequestLoad } from "./request-load.ts";

/** Rows that go together, and how much of a request they take up. */
export interface Batch {
  readonly rows: readonly SentRow[];
  readonly load: RequestLoad;
}

/** Gives rows in their order, in as many batches as requests need to stay under Tinybird's limits. */
export function* batches(rows: readonly SentRow[]): Generator<Batch> {
  let batch: SentRow[] = [];
  let load = new RequestLoad();
  for (const row of rows) {
    const one = RequestLoad.of(row);
    if (batch.length > 0 && !load.hasRoomFor(one)) {
      yield { rows: batch, load };
      batch = [];
      load = new RequestLoad();
    }
    batch.push(row);
    load.add(one);
  }
  if (batch.length > 0) yield { rows: batch, load };
}

import type { RecordedEvent } from "@audit/events";
import type { PlacedFacts } from "./read-pages.ts";
import type { Place } from "./row.ts";

/** How much to take, and in which direction the places come. */
export interface Taking {
  readonly limit: number;
  readonly backward: boolean;
  readonly signal?: AbortSignal;
}

/** Gives the events of at most `limit` places, one by one. */
export async function* takeEvents(
  places: AsyncIterable<PlacedFacts>,
  { limit, backward, signal }: Taking,
): AsyncGenerator<RecordedEvent> {
  let left = limit;
  for await (const { facts } of places) {
    for (const fact of backward ? facts.toReversed() : facts) {
      signal?.throwIfAborted();
      yield fact;
    }
    left -= 1;
    if (left === 0) return;
  }
}

/** Gives the events of at most `limit` places at once, and the last place where others follow. */
export async function takePage(
  places: AsyncIterable<PlacedFacts>,
  { limit, backward, signal }: Taking,
): Promise<{ readonly events: readonly RecordedEvent[]; readonly last?: Place }> {
  const taken: PlacedFacts[] = [];
  let hasMore = false;
  for await (const placed of places) {
    hasMore = taken.length === limit;
    if (hasMore) break;
    taken.push(placed);
  }
  signal?.throwIfAborted();
  const last = taken.at(-1)?.place;
  return {
    events: taken.flatMap(({ facts }) => (backward ? facts.toReversed() : facts)),
    ...(hasMore && last !== undefined && { last }),
  };
}

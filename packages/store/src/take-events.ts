import type { RecordedEvent } from "@audit/events";
import type { PageOfFacts, PlacedFacts } from "./read-pages.ts";
import type { Place } from "./row.ts";

/** How much to take, and in which direction the places come. */
export interface Taking {
  readonly limit: number;
  readonly backward: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Pages, and what to take of them. */
export interface TakingPages extends Taking {
  readonly pages: AsyncIterable<PageOfFacts>;
}

/**
 * Gives the events of at most `limit` places one by one, each as it is read.
 *
 * @param ask is called when the first is asked for. It is no generator around this one, as each more costs
 *   an event several turns of the queue of promises.
 */
export async function* takeEvents<Event>(
  ask: () => TakingPages,
  read: (fact: RecordedEvent) => Event,
): AsyncGenerator<Event, void, undefined> {
  const { pages, limit, backward, signal } = ask();
  let left = limit;
  for await (const page of pages)
    for (const { facts } of page) {
      for (const fact of backward ? facts.toReversed() : facts) {
        signal?.throwIfAborted();
        yield read(fact);
      }
      left -= 1;
      if (left === 0) return;
    }
}

/** Gives the events of at most `limit` places at once, and the last place where others follow. */
export async function takePage(
  pages: AsyncIterable<PageOfFacts>,
  { limit, backward, signal }: Taking,
): Promise<{ readonly events: readonly RecordedEvent[]; readonly last?: Place }> {
  const taken: PlacedFacts[] = [];
  const hasMore = await takePlaces(pages, limit, taken);
  signal?.throwIfAborted();
  const last = taken.at(-1)?.place;
  return {
    events: taken.flatMap(({ facts }) => (backward ? facts.toReversed() : facts)),
    ...(hasMore && last !== undefined && { last }),
  };
}

/** Tells whether there are more than `limit`. */
async function takePlaces(
  pages: AsyncIterable<PageOfFacts>,
  limit: number,
  taken: PlacedFacts[],
): Promise<boolean> {
  for await (const page of pages)
    for (const placed of page) {
      if (taken.length === limit) return true;
      taken.push(placed);
    }
  return false;
}

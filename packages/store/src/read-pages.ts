import type { RecordedEvent } from "@audit/events";
import { UnexpectedAnswerError } from "./call-error.ts";
import { mergeDoubles } from "./merge-doubles.ts";
import { onAbort } from "./on-abort.ts";
import type { Standing } from "./page/page-of-rows.ts";
import { isSamePlace, type Place } from "./row.ts";
import { untilAborted } from "./until-aborted.ts";

/**
 * Gives at most `size` events that come after a place, in the order that places have. The signal aborts as soon as
 * nobody waits for them.
 */
export type FetchPage = (
  after: Place | undefined,
  size: number,
  signal: AbortSignal,
) => Promise<readonly Standing[]>;

/** What stands at one place: an event, or the facts of a conflict, the one recorded first in front. */
export interface PlacedFacts {
  readonly place: Place;
  readonly facts: readonly RecordedEvent[];
}

/** What one page gives, made place by place as it is asked for. */
export type PageOfFacts = Iterable<PlacedFacts>;

/** How to go from page to page. */
export interface Paging {
  readonly pageSize: number;
  /** How many places are wanted at most: no page is fetched ahead that none of them is in. @defaultValue all */
  readonly atMost?: number | undefined;
  /** The place after which the first page begins. */
  readonly after?: Place | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What becomes of those at one place. @defaultValue doubles are one event with its copies */
  readonly merge?: ((group: readonly RecordedEvent[]) => readonly RecordedEvent[]) | undefined;
}

/**
 * Gives every place once, page by page, whatever the number of copies.
 *
 * The last group of equal places of a full page may go on in the next one, so it is held back and
 * read again from its beginning; a group that fills a page makes the next page larger.
 *
 * The next page is fetched while this one is gone through, from its second place on: who wants one event
 * asks once. No more than one is fetched ahead; what is wrong with it comes after all of this one, and
 * who goes away ends the request.
 *
 * @throws {UnexpectedAnswerError} when a page does not come after the one before
 */
export async function* readPages(
  fetchPage: FetchPage,
  { pageSize, atMost = Infinity, after: start, signal, merge = mergeDoubles }: Paging,
): AsyncGenerator<PageOfFacts, void, undefined> {
  const left = new AbortController();
  const callOff = onAbort(signal, () => left.abort(signal?.reason));
  const fetch = async (after: Place | undefined, size: number): Promise<Fetched> => {
    const page = await untilAborted(signal, () => fetchPage(after, size, left.signal));
    return { page, after, size };
  };
  try {
    let given = 0;
    let fetched = await fetch(start, pageSize);
    for (;;) {
      const { page, next } = pageAfter(fetched, pageSize);
      const ahead = next && once(() => fetch(next.after, next.size));
      given += page.length;
      yield factsOf(page, merge, given < atMost ? ahead : undefined);
      if (ahead === undefined) return;
      fetched = await ahead();
    }
  } finally {
    callOff();
    left.abort();
  }
}

interface Fetched {
  readonly page: readonly Standing[];
  readonly after: Place | undefined;
  readonly size: number;
}

interface WholePage {
  /** Without the last place, where that may go on. */
  readonly page: readonly Standing[];
  /** What to fetch next; absent after the last page. */
  readonly next?: { readonly after: Place | undefined; readonly size: number };
}

function pageAfter({ page, after, size }: Fetched, pageSize: number): WholePage {
  const [first] = page;
  if (page.length > size || (after && first && isSamePlace(after, first)))
    throw new UnexpectedAnswerError(
      "read on",
      `begin after the page before, with at most ${size} rows`,
    );
  const last = page.at(-1);
  if (page.length < size || last === undefined) return { page };
  const end = page.findLastIndex((standing) => !isSamePlace(standing, last)) + 1;
  const whole = page.slice(0, end);
  const lastWhole = whole.at(-1);
  return {
    page: whole,
    next:
      lastWhole === undefined ? { after, size: size * 2 } : { after: lastWhole, size: pageSize },
  };
}

function* factsOf(
  page: readonly Standing[],
  merge: (group: readonly RecordedEvent[]) => readonly RecordedEvent[],
  fetchAhead: (() => unknown) | undefined,
): Generator<PlacedFacts, void, undefined> {
  for (let index = 0, place = page[0]; place !== undefined; ) {
    if (index > 0) fetchAhead?.();
    const group = [place.event];
    let next = page[++index];
    for (; next !== undefined && isSamePlace(place, next); next = page[++index])
      group.push(next.event);
    yield { place, facts: merge(group) };
    place = next;
  }
}

/** Gives what begins at the first call, and the same again; a failure that nobody waits for is not heard. */
function once<Value>(begin: () => Promise<Value>): () => Promise<Value> {
  let begun: Promise<Value> | undefined;
  return () => {
    if (begun === undefined) {
      begun = begin();
      begun.catch(() => {});
    }
    return begun;
  };
}

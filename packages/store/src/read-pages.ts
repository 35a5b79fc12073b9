import type { RecordedEvent } from "@audit/events";
import { UnexpectedAnswerError } from "./call-error.ts";
import { mergeDoubles } from "./merge-doubles.ts";
import { isSamePlace, type Place, type PlacedEvent, placeOf } from "./row.ts";
import { untilAborted } from "./until-aborted.ts";

/** Gives at most `size` events that come after a place, in the order that places have. */
export type FetchPage = (after: Place | undefined, size: number) => Promise<readonly PlacedEvent[]>;

/** What stands at one place: an event, or the facts of a conflict, the one recorded first in front. */
export interface PlacedFacts {
  readonly place: Place;
  readonly facts: readonly RecordedEvent[];
}

/** How to go from page to page. */
export interface Paging {
  readonly pageSize: number;
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
 * @throws {UnexpectedAnswerError} when a page does not come after the one before
 */
export async function* readPages(
  fetchPage: FetchPage,
  { pageSize, after: start, signal, merge = mergeDoubles }: Paging,
): AsyncGenerator<PlacedFacts> {
  let after = start;
  let size = pageSize;
  for (;;) {
    const page = await untilAborted(signal, () => fetchPage(after, size));
    const [first] = page;
    if (page.length > size || (after && first && isSamePlace(after, placeOf(first))))
      throw new UnexpectedAnswerError(
        "read on",
        `begin after the page before, with at most ${size} rows`,
      );
    const groups = groupByPlace(page);
    const isLastPage = page.length < size;
    const whole = isLastPage ? groups : groups.slice(0, -1);
    for (const { place, facts } of whole) yield { place, facts: merge(facts) };
    if (isLastPage) return;
    const lastWhole = whole.at(-1)?.place;
    if (lastWhole === undefined) size *= 2;
    else {
      after = lastWhole;
      size = pageSize;
    }
  }
}

function groupByPlace(page: readonly PlacedEvent[]): { place: Place; facts: RecordedEvent[] }[] {
  const groups: { place: Place; facts: RecordedEvent[] }[] = [];
  for (const placed of page) {
    const place = placeOf(placed);
    const group = groups.at(-1);
    if (group && isSamePlace(group.place, place)) group.facts.push(placed.event);
    else groups.push({ place, facts: [placed.event] });
  }
  return groups;
}

import type { RecordedEvent } from "@audit/events";
import { UnexpectedAnswerError } from "./call-error.ts";
import { mergeDoubles } from "./merge-doubles.ts";
import type { PlacedEvent } from "./row.ts";

/** Gives at most `size` events that come after a place, in the order that places have. */
export type FetchPage = (
  after: PlacedEvent | undefined,
  size: number,
) => Promise<readonly PlacedEvent[]>;

/**
 * Gives every event once, page by page, whatever the number of copies.
 *
 * The last group of equal places of a full page may go on in the next one, so it is held back and
 * read again from its beginning; a group that fills a page makes the next page larger.
 *
 * @throws {UnexpectedAnswerError} when a page does not come after the one before
 */
export async function* readPages(
  fetchPage: FetchPage,
  pageSize: number,
): AsyncGenerator<RecordedEvent> {
  let after: PlacedEvent | undefined;
  let size = pageSize;
  for (;;) {
    const page = await fetchPage(after, size);
    const [first] = page;
    if (page.length > size || (after && first && isSamePlace(after, first)))
      throw new UnexpectedAnswerError(
        "read on",
        `begin after the page before, with at most ${size} rows`,
      );
    const groups = groupByPlace(page);
    const isLastPage = page.length < size;
    const whole = isLastPage ? groups : groups.slice(0, -1);
    for (const group of whole) yield* mergeDoubles(group.map(({ event }) => event));
    if (isLastPage) return;
    const lastWhole = whole.at(-1)?.at(-1);
    if (lastWhole === undefined) size *= 2;
    else {
      after = lastWhole;
      size = pageSize;
    }
  }
}

function groupByPlace(page: readonly PlacedEvent[]): PlacedEvent[][] {
  const groups: PlacedEvent[][] = [];
  for (const placed of page) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    if (group && first && isSamePlace(first, placed)) group.push(placed);
    else groups.push([placed]);
  }
  return groups;
}

function isSamePlace(a: PlacedEvent, b: PlacedEvent): boolean {
  return a.event.id === b.event.id && a.event.uid === b.event.uid && a.timestamp === b.timestamp;
}

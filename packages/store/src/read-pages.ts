import { compareEvents, type RecordedEvent } from "@audit/events";
import { mergeDoubles } from "./merge-doubles.ts";

/** Gives at most `size` events that come after a position, in the order that positions have. */
export type FetchPage = (
  after: RecordedEvent | undefined,
  size: number,
) => Promise<readonly RecordedEvent[]>;

/**
 * Gives every event once, page by page, whatever the number of copies.
 *
 * The last group of equal positions of a full page may go on in the next one, so it is held back and
 * read again from its beginning; a group that fills a page makes the next page larger.
 */
export async function* readPages(
  fetchPage: FetchPage,
  pageSize: number,
): AsyncGenerator<RecordedEvent> {
  let after: RecordedEvent | undefined;
  let size = pageSize;
  for (;;) {
    const page = await fetchPage(after, size);
    const groups = groupByPosition(page);
    const isLastPage = page.length < size;
    const whole = isLastPage ? groups : groups.slice(0, -1);
    for (const group of whole) yield* mergeDoubles(group);
    if (isLastPage) return;
    const lastWhole = whole.at(-1)?.at(-1);
    if (lastWhole === undefined) size *= 2;
    else {
      after = lastWhole;
      size = pageSize;
    }
  }
}

function groupByPosition(page: readonly RecordedEvent[]): RecordedEvent[][] {
  const groups: RecordedEvent[][] = [];
  for (const event of page) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    if (group && first && first.id === event.id && compareEvents(first, event) === 0)
      group.push(event);
    else groups.push([event]);
  }
  return groups;
}

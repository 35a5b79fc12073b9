import type { RecordedEvent } from "@audit/events";
import { UnexpectedAnswerError } from "../call-error.ts";
import type { PlacedEvent } from "../row.ts";
import type { Resumption } from "./checkpoint.ts";
import { factKey } from "./fact-key.ts";
import { type TailPlace, type TailSource, tailPlaceOf } from "./tail-source.ts";
import type { TailWindow } from "./tail-window.ts";

/** An event that was not given before, and where to go on behind it. */
export interface NewEvent {
  readonly event: RecordedEvent;
  /** May be called at any time later. */
  resumption(): Resumption;
}

/**
 * Gives what is in the window and was not given before, page by page, by `recordedAt`, and moves the
 * window on.
 *
 * A pass ends at the store's time of its beginning: what became visible within the lag after a page
 * was read is in the window of the next one.
 */
export async function* passWindow(
  source: TailSource,
  window: TailWindow,
  pageSize: number,
): AsyncGenerator<NewEvent> {
  const { from } = window;
  let to: number | undefined;
  let after: TailPlace | undefined;
  let size = pageSize;
  window.reopen();
  for (;;) {
    const { deliveries, askedAt } = await source.page({ from, to, after, size });
    const [first] = deliveries;
    if (deliveries.length > size || (after && first && isSamePlace(after, tailPlaceOf(first))))
      throw new UnexpectedAnswerError(
        "tail",
        `begin after the page before, with at most ${size} rows`,
      );
    to ??= askedAt;
    const isLastPage = deliveries.length < size;
    const whole = isLastPage ? deliveries : withoutLastPlace(deliveries);
    const keyed = whole.map((delivery) => ({ ...delivery, key: factKey(delivery) }));
    const unseen = keyed.filter(({ key }) => !window.has(key));
    const before = await keysBefore(source, window.from, unseen);
    for (const { key, event } of keyed) {
      const isNew = !window.has(key) && !before.has(key);
      window.take(key, event.recordedAt);
      if (isNew) yield { event: { ...event, copies: 1 }, resumption: window.resumption() };
    }
    window.forget();
    if (isLastPage) return;
    const last = whole.at(-1);
    size = last === undefined ? size * 2 : pageSize;
    if (last !== undefined) after = tailPlaceOf(last);
  }
}

/**
 * Gives the keys of those facts that were delivered before the window begins. An earlier delivery that
 * is in the window was given, or it was not visible yet, and then this one is given in its place.
 */
async function keysBefore(
  source: TailSource,
  window: number,
  deliveries: readonly PlacedEvent[],
): Promise<ReadonlySet<string>> {
  const first = deliveries[0]?.event.recordedAt;
  const last = deliveries.at(-1)?.event.recordedAt;
  if (first === undefined || last === undefined) return new Set();
  return new Set((await source.before(window, first, last)).map(factKey));
}

/** Deliveries of one place may go on in the next page, so those of the last are read again with it. */
function withoutLastPlace(page: readonly PlacedEvent[]): readonly PlacedEvent[] {
  const last = page.at(-1);
  if (last === undefined) return page;
  const place = tailPlaceOf(last);
  return page.filter((delivery) => !isSamePlace(place, tailPlaceOf(delivery)));
}

function isSamePlace(a: TailPlace, b: TailPlace): boolean {
  return (
    a.recordedAt === b.recordedAt && a.id === b.id && a.uid === b.uid && a.timestamp === b.timestamp
  );
}

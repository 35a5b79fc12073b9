import type { AuditEvent } from "@audit/events";
import type { Fold } from "./fold-stream.ts";
import { isInStreamOrder, sortedCopy } from "./in-stream-order.ts";

/**
 * Pushes a list into a fold and gives its result; of a list that turns out not to be in stream order,
 * another fold gets a sorted copy.
 *
 * Looking at the order first would read every event from memory twice, which costs as much as folding
 * a small state.
 */
export function feedList<Result>(
  events: readonly AuditEvent[],
  fold: Fold<Result>,
  start: () => Fold<Result>,
  from = 0,
): Result {
  return pushInOrder(events, fold, from) ? fold.finish() : feedSorted(events, start());
}

/** Pushes a sorted copy of a list into a fold and gives its result. */
export function feedSorted<Result>(events: readonly AuditEvent[], fold: Fold<Result>): Result {
  const sorted = sortedCopy(events);
  for (let place = 0; place < sorted.length; place += 1) {
    place = fold.pushRun?.(sorted, place) ?? place;
    const event = sorted[place];
    if (event === undefined || !fold.push(event)) break;
  }
  return fold.finish();
}

/** Tells whether all events are in stream order, those included that the fold does not need. */
function pushInOrder(events: readonly AuditEvent[], fold: Fold<unknown>, from: number): boolean {
  let place = from;
  try {
    for (; place < events.length; place += 1) {
      // The events of a run are in order, and so is the one behind it.
      place = fold.pushRun?.(events, place) ?? place;
      const event = events[place];
      if (event === undefined || !isInStreamOrder(events, place, place + 1)) break;
      if (!fold.push(event)) break;
    }
  } catch (error) {
    // What is wrong is said of the stream in order.
    if (isInStreamOrder(events, place)) throw error;
    return false;
  }
  return isInStreamOrder(events, place);
}

import type { AuditEvent } from "@audit/events";
import { comesOverTime } from "./comes-over-time.ts";
import type { Fold } from "./fold-stream.ts";
import { inStreamOrder } from "./in-stream-order.ts";

/**
 * Pushes events into a fold and gives its result, or a promise of it where events come over time.
 *
 * Stops reading, and closes the iterator, as soon as the fold needs no more. With an async iterable
 * every error is a rejection.
 */
export function feed<Result>(
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  start: () => Fold<Result>,
): Result | Promise<Result> {
  if (comesOverTime("replay", events)) return feedAsync(events, start);
  const fold = start();
  if (fold.isDone) return fold.finish();
  if (Array.isArray(events)) pushList(inStreamOrder(events), fold);
  else for (const event of events) if (!fold.push(event)) break;
  return fold.finish();
}

function pushList(events: readonly AuditEvent[], fold: Fold<unknown>): void {
  for (let place = 0; place < events.length; place += 1) {
    place = fold.pushRun?.(events, place) ?? place;
    const event = events[place];
    if (event === undefined || !fold.push(event)) return;
  }
}

async function feedAsync<Result>(
  events: AsyncIterable<AuditEvent>,
  start: () => Fold<Result>,
): Promise<Result> {
  const fold = start();
  if (fold.isDone) return fold.finish();
  for await (const event of events) if (!fold.push(event)) break;
  return fold.finish();
}

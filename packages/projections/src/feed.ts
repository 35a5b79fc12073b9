import type { AuditEvent } from "@audit/events";
import { comesOverTime } from "./comes-over-time.ts";
import { feedList } from "./feed-list.ts";
import type { Fold } from "./fold-stream.ts";

/**
 * Pushes events into a fold and gives its result, or a promise of it where events come over time.
 *
 * Stops reading, and closes the iterator, as soon as the fold needs no more. With an async iterable
 * every error is a rejection. A list that turns out not to be in order is sorted, and fed to another
 * fold from its beginning.
 */
export function feed<Result>(
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  start: () => Fold<Result>,
): Result | Promise<Result> {
  if (comesOverTime("replay", events)) return feedAsync(events, start);
  const fold = start();
  if (fold.isDone) return fold.finish();
  if (Array.isArray(events)) return feedList(events, fold, start);
  for (const event of events) if (!fold.push(event)) break;
  return fold.finish();
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

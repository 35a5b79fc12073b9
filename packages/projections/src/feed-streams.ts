import type { AuditEvent } from "@audit/events";
import type { Fold } from "./fold-stream.ts";
import { inStreamOrder } from "./in-stream-order.ts";
import type { StreamName } from "./mixed-streams-error.ts";
import { ReopenedStreamError } from "./reopened-stream-error.ts";

/** What to do with the events of many streams: a fold for each, and what becomes of its result. */
export interface StreamsFold<OfOne, Result> {
  /** What errors call it. */
  readonly projection: string;
  start(stream: StreamName): Fold<OfOne>;
  take(stream: StreamName, result: OfOne): void;
  finish(): Result;
}

/**
 * Pushes events stream after stream into a fold for each, and gives the result of all, or a promise of
 * it where events come over time.
 *
 * An iterable gives its streams one after the other, as `readAll` of a store does. A list may be in any
 * order. Memory is one fold, and the names of the streams.
 *
 * @throws {ReopenedStreamError} when a stream of an iterable comes again after another
 */
export function feedStreams<OfOne, Result>(
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
  begin: () => StreamsFold<OfOne, Result>,
): Result | Promise<Result> {
  if (!(Symbol.iterator in events)) return feedAsync(events, begin);
  const streams = folding(begin());
  const ordered = Array.isArray(events) ? streamAfterStream(events) : events;
  for (const event of ordered) streams.push(event);
  return streams.finish();
}

async function feedAsync<OfOne, Result>(
  events: AsyncIterable<AuditEvent>,
  begin: () => StreamsFold<OfOne, Result>,
): Promise<Result> {
  const streams = folding(begin());
  for await (const event of events) streams.push(event);
  return streams.finish();
}

interface Current<OfOne> {
  readonly stream: StreamName;
  readonly fold: Fold<OfOne>;
  wantsMore: boolean;
}

function folding<OfOne, Result>(streams: StreamsFold<OfOne, Result>) {
  let current: Current<OfOne> | undefined;
  const seen = new Set<string>();
  const end = () => {
    if (current !== undefined) streams.take(current.stream, current.fold.finish());
    current = undefined;
  };
  return {
    push(event: AuditEvent): void {
      const { workspaceId, id } = event;
      if (current?.stream.id !== id || current.stream.workspaceId !== workspaceId) {
        const key = keyOf(event);
        if (current !== undefined && seen.has(key)) {
          const { projection } = streams;
          throw new ReopenedStreamError({ projection, id, after: current.stream.id });
        }
        seen.add(key);
        end();
        const stream = Object.freeze({ workspaceId, id });
        current = { stream, fold: streams.start(stream), wantsMore: true };
      }
      if (current.wantsMore) current.wantsMore = current.fold.push(event);
    },
    finish(): Result {
      end();
      return streams.finish();
    },
  };
}

function* streamAfterStream(events: readonly AuditEvent[]): Generator<AuditEvent> {
  const streams = new Map<string, AuditEvent[]>();
  let stream: AuditEvent[] | undefined;
  for (const event of events) {
    const last = stream?.[0];
    // Mostly it is of the stream of the one before, and no key has to be made.
    const isSame = last?.id === event.id && last?.workspaceId === event.workspaceId;
    if (stream === undefined || !isSame) {
      const key = keyOf(event);
      stream = streams.get(key) ?? [];
      streams.set(key, stream);
    }
    stream.push(event);
  }
  for (const stream of streams.values()) yield* inStreamOrder(stream);
}

function keyOf({ workspaceId, id }: StreamName): string {
  return JSON.stringify([workspaceId, id]);
}

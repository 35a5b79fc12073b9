import type { RecordedEvent } from "@audit/events";
import { compareUtf8 } from "../compare-utf8.ts";
import type { PlacedEvent } from "../row.ts";
import { type TailPlace, type TailSource, tailPlaceOf } from "./tail-source.ts";

/** Gives the source of a store that holds its deliveries in memory. */
export function memoryTailSource(
  deliveries: () => readonly RecordedEvent[],
  now: () => number,
): TailSource {
  const between = (from: number, to: number): PlacedEvent[] =>
    deliveries()
      .filter(({ recordedAt }) => recordedAt >= from && recordedAt <= to)
      .map((event) => ({ event, timestamp: String(event.timestamp) }));
  return {
    async page({ from, to = Infinity, after, size }) {
      const askedAt = now();
      const page = between(from, Math.min(to, askedAt))
        .filter(
          (delivery) => after === undefined || comparePlaces(tailPlaceOf(delivery), after) > 0,
        )
        .sort((a, b) => comparePlaces(tailPlaceOf(a), tailPlaceOf(b)));
      return { deliveries: page.slice(0, size), askedAt };
    },
    async before(moment, from, to) {
      const places = new Set(between(from, to).map(placeText));
      return between(-Infinity, moment - 1).filter((delivery) => places.has(placeText(delivery)));
    },
    async count(from, end, width) {
      const counts = new Map<number, number>();
      for (const { event } of between(from, end - 1)) {
        const stretch = Math.floor((event.recordedAt - from) / width);
        counts.set(stretch, (counts.get(stretch) ?? 0) + 1);
      }
      return { now: now(), deliveries: counts };
    },
  };
}

function comparePlaces(a: TailPlace, b: TailPlace): number {
  return (
    a.recordedAt - b.recordedAt ||
    compareUtf8(a.id, b.id) ||
    Number(a.timestamp) - Number(b.timestamp) ||
    compareUtf8(a.uid, b.uid)
  );
}

function placeText({ event: { id, uid }, timestamp }: PlacedEvent): string {
  return JSON.stringify([id, timestamp, uid]);
}

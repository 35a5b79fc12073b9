import type { Delivery, Envelope } from "./event.ts";
import { jsonEquals } from "./json.ts";

interface Delivered extends Envelope {
  readonly recordedAt: number;
  readonly copies: number;
  readonly otherDeliveries?: readonly Delivery[];
}

// How an event came is no part of the fact: a retry by another process differs in all of these.
const delivery = new Set([
  "recordedAt",
  "copies",
  "otherDeliveries",
  "writer",
  "sequence",
  "previous",
  "raw",
]);

/** Tells whether two events with one uid state the same fact, whoever delivered them and when. */
export function isSameFact<Event extends Envelope>(a: Event, b: Event): boolean {
  return jsonEquals(factOf(a), factOf(b));
}

function factOf(event: Envelope): unknown {
  const entries = Object.entries(event).filter(([key]) => !delivery.has(key));
  // An event that was not understood is told apart by what it carried.
  const raw: unknown =
    "metadata" in event ? undefined : Object.entries(event).find(([key]) => key === "raw")?.[1];
  const carried =
    typeof raw === "object" && raw !== null
      ? Object.entries(raw).filter(([key]) => key === "metadata")
      : [];
  return Object.fromEntries([...entries, ...carried.map(([key, value]) => [`raw.${key}`, value])]);
}

/**
 * Gives the one event that two deliveries of the same event are: the earliest recorded, with both
 * counts of copies added and the other's writer and numbers kept. Gives undefined when the uids
 * differ or one uid carries two facts, which is a conflict to be kept and reported.
 */
export function mergeCopies<Event extends Delivered>(a: Event, b: Event): Event | undefined {
  if (a.uid !== b.uid || a.timestamp !== b.timestamp || !isSameFact(a, b)) return undefined;
  const [first, second] = a.recordedAt <= b.recordedAt ? [a, b] : [b, a];
  const others = [
    ...(first.otherDeliveries ?? []),
    linkOf(second),
    ...(second.otherDeliveries ?? []),
  ].filter((other) => !isSameDelivery(other, first));
  const distinct = others.filter(
    (other, index) => others.findIndex((earlier) => isSameDelivery(earlier, other)) === index,
  );
  return {
    ...first,
    copies: a.copies + b.copies,
    ...(distinct.length === 0 ? {} : { otherDeliveries: distinct }),
  };
}

function linkOf({ writer, sequence, previous }: Delivered): Delivery {
  return {
    ...(writer === undefined ? {} : { writer }),
    ...(sequence === undefined ? {} : { sequence }),
    ...(previous === undefined ? {} : { previous }),
  };
}

function isSameDelivery(a: Delivery, b: Delivery): boolean {
  return a.writer === b.writer && a.sequence === b.sequence;
}

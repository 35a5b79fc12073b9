import { isPlainObject } from "@audit/events";
import type { PlacedEvent } from "../row.ts";
import { textHash } from "./text-hash.ts";

// As for isSameFact of @audit/events: how an event came is no part of the fact.
const delivery: ReadonlySet<string> = new Set([
  "recordedAt",
  "copies",
  "otherDeliveries",
  "writer",
  "sequence",
  "previous",
  "raw",
]);

/** Gives a short text that all deliveries of one fact have, and no other fact: neither in another place nor a conflict. */
export function factKey({ event, timestamp }: PlacedEvent): string {
  const fact = Object.entries({ ...event, timestamp }).filter(([key]) => !delivery.has(key));
  return textHash(JSON.stringify(Object.fromEntries(fact), inOneOrder));
}

function inOneOrder(_: string, value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

import type { Transport } from "@audit/store";

/** What kind of events a run makes, and how they travel. */
export interface Shape<Item> {
  /** Gives the events of a round, from 1, in order. */
  make(round: number): Iterable<Item>;
  /** Gives how much of a round is done with an event, the `count`th, from 0 to 1. */
  share(item: Item, count: number): number;
  /** Gives when an event happened, in ms since epoch. */
  timeOf(item: Item): number;
  /** Gives what sends events over a transport and resolves when they are acknowledged. */
  sender(transport: Transport): (items: readonly Item[]) => Promise<void>;
  /** Gives an event as a line of NDJSON, without its end. */
  line(item: Item): string;
  /** Gives an event worth a look, as its line has it. */
  sample(): unknown;
}

/** Gives the first so many of a list; all where there is no number. */
export function* first<Item>(items: Iterable<Item>, count: number | undefined): Generator<Item> {
  let left = count ?? Number.POSITIVE_INFINITY;
  if (left <= 0) return;
  for (const item of items) {
    yield item;
    left -= 1;
    if (left <= 0) return;
  }
}

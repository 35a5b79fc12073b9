import type { PlacedEvent } from "../row.ts";

/** Where a delivery stands in the order of a tail: by `recordedAt`, then `id`, `timestamp` and `uid`. */
export interface TailPlace {
  readonly recordedAt: number;
  readonly id: string;
  /** As in a place of a stream. */
  readonly timestamp: string;
  readonly uid: string;
}

/** Which part of the deliveries to give. */
export interface TailSlice {
  /** Ms since epoch, by `recordedAt`, inclusive. */
  readonly from: number;
  /** The same; never past the store's own time, when what has a greater one will be known. */
  readonly to?: number | undefined;
  readonly after?: TailPlace | undefined;
  /** How many at most. */
  readonly size: number;
}

/** A part of the deliveries that are visible, doubles included. */
export interface TailPage {
  readonly deliveries: readonly PlacedEvent[];
  /** The store's time when it looked, in ms since epoch. Any number where there are no deliveries. */
  readonly askedAt: number;
}

/** How many deliveries are visible. */
export interface TailCount {
  /** The store's time, in ms since epoch. */
  readonly now: number;
  /** By the number of the stretch of time, from 0; those without any may be left out. */
  readonly deliveries: ReadonlyMap<number, number>;
}

/** What a tail asks of a store. */
export interface TailSource {
  page(slice: TailSlice): Promise<TailPage>;
  /** Of everything that was delivered from `from` to `to`, gives the deliveries recorded before a moment. */
  before(moment: number, from: number, to: number): Promise<readonly PlacedEvent[]>;
  /** Counts stretches of `width` ms, from `from` on and before `end`. */
  count(from: number, end: number, width: number): Promise<TailCount>;
}

/** Gives where a delivery stands. */
export function tailPlaceOf({ event: { recordedAt, id, uid }, timestamp }: PlacedEvent): TailPlace {
  return { recordedAt, id, timestamp, uid };
}

import type { Change } from "./log-record.ts";

/** A partition of a topic, as one group of consumers reads it. */
export interface Place {
  /** The cluster's own id; `""` if it has none. A topic that a new cluster has is another one. */
  readonly cluster: string;
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** Up to where a partition is in the log. */
export interface Position extends Place {
  /** Offset of the first message that this record took; none if it took none. */
  readonly first?: number;
  /** Offset of the message to go on with. */
  readonly next: number;
}

/** The position of each partition after some records of a log. */
export class Positions {
  readonly #byPlace = new Map<string, Position>();

  constructor(positions: readonly Position[] = []) {
    this.#set(positions);
  }

  /** Takes note of a record's change; the later one stands, also if it is further back. */
  take(change: Change): void {
    if (change.kind === "insert") this.#set(change.positions ?? []);
  }

  /** Gives the offset to go on with; `undefined` if nothing of the partition was read. */
  next(place: Place): number | undefined {
    return this.#byPlace.get(keyOf(place))?.next;
  }

  list(): Position[] {
    return [...this.#byPlace.values()];
  }

  #set(positions: readonly Position[]): void {
    for (const position of positions) this.#byPlace.set(keyOf(position), position);
  }
}

function keyOf({ cluster, group, topic, partition }: Place): string {
  return JSON.stringify([cluster, group, topic, partition]);
}

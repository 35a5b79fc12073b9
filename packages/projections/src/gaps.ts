/** An event says that its writer wrote another one into this stream before it, which is not there. */
export interface Gap {
  /** The event that says so. */
  readonly uid: string;
  readonly writer: string;
  /** The writer's number of the event that is missing. */
  readonly missing: number;
}

/** Finds gaps in one pass. */
export interface Gaps {
  /** Takes the next delivery in stream order; every copy by another writer counts. */
  add(delivery: {
    readonly uid: string;
    readonly writer?: string | undefined;
    readonly sequence?: number | undefined;
    readonly previous?: number | undefined;
  }): void;
  list(): readonly Gap[];
}

interface Chain {
  /** The number that was written last, as far as stream order goes; 0: none. */
  last: number;
  /** Numbers seen whose successor has not come. */
  readonly ends: Set<number>;
  /** Numbers that an event calls its predecessor and that have not come; with that event's uid. */
  readonly awaited: Map<number, string>;
}

/**
 * Gives a finder of gaps: events whose `previous` is the number of no event of their writer here.
 *
 * A writer may write what happened earlier after what happened later, so a predecessor may follow in
 * stream order; it only counts as missing when it is not there at all. `previous: 0` says that there
 * is none, an absent one that nobody remembers: neither is a gap. Keeps a few numbers per writer.
 */
export function gaps(): Gaps {
  const chains = new Map<string, Chain>();
  const chainOf = (writer: string): Chain => {
    const known = chains.get(writer);
    if (known !== undefined) return known;
    const chain: Chain = { last: 0, ends: new Set(), awaited: new Map() };
    chains.set(writer, chain);
    return chain;
  };
  return {
    add({ uid, writer, sequence, previous }) {
      if (writer === undefined || sequence === undefined) return;
      const chain = chainOf(writer);
      if (previous !== chain.last) {
        chain.ends.add(chain.last);
        if (previous !== undefined && previous !== 0 && !chain.ends.delete(previous))
          chain.awaited.set(previous, uid);
      }
      chain.last = chain.awaited.delete(sequence) ? 0 : sequence;
    },
    list: () =>
      Object.freeze(
        [...chains].flatMap(([writer, { awaited }]) =>
          Array.from(awaited, ([missing, uid]): Gap => ({ uid, writer, missing })),
        ),
      ),
  };
}

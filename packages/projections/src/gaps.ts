import type { Delivery } from "@audit/events";

/** An event says that its writer wrote another one into this stream before it, which is not there. */
export interface Gap {
  /** The event that says so. */
  readonly uid: string;
  readonly writer: string;
  /** The writer's number of the event that is missing. */
  readonly missing: number;
}

/** What the numbers of one writer come to. JSON. */
export interface SavedChain {
  readonly writer: string;
  readonly last: number;
  readonly ends: readonly number[];
  readonly awaited: readonly (readonly [missing: number, uid: string, recordedAt: number])[];
}

/** What a finder of gaps has to go on from. JSON. */
export interface SavedGaps {
  readonly chains: readonly SavedChain[];
  /** Whether there were more writers than were kept. */
  readonly forgotten: boolean;
}

/** Finds gaps in one pass. */
export interface Gaps {
  /** Takes the next delivery in stream order; every copy by another writer counts. */
  add(uid: string, recordedAt: number, delivery: Delivery): void;
  /**
   * Gives the number that the next delivery of a writer must call its predecessor to change nothing
   * but that number; undefined where it is not as simple.
   */
  expected(writer: string): number | undefined;
  /** Takes deliveries of a writer each of which called the one before its predecessor. */
  addRun(writer: string, last: number, count: number): void;
  /** Gives the gaps that events say which were recorded up to a time. */
  list(judgedUpTo?: number): readonly Gap[];
  /** Gives what to go on from, of a thousand writers: those that wrote last, and those with gaps. */
  save(): SavedGaps;
  /** Whether a gap may be none, as what was there of its writer was forgotten in a save. */
  isUnsettled(): boolean;
}

interface Chain {
  /** The number that was written last, as far as stream order goes; 0: none. */
  last: number;
  /** Numbers seen whose successor has not come. */
  ends: Set<number> | undefined;
  /** Numbers that an event calls its predecessor and that have not come; with that event. */
  awaited: Map<number, { readonly uid: string; readonly recordedAt: number }> | undefined;
  /** How many deliveries there had been when it was last added to. */
  usedAt: number;
  readonly isKnownFromStart: boolean;
}

const maxChains = 1000;
/** A writer with so many loose ends does not remember its numbers, so that none will be asked for. */
const maxEnds = 1000;

const nothing: SavedGaps = Object.freeze({ chains: [], forgotten: false });

/**
 * Gives a finder of gaps: events whose `previous` is the number of no event of their writer here.
 *
 * A writer may write what happened earlier after what happened later, so a predecessor may follow in
 * stream order; it only counts as missing when it is not there at all. `previous: 0` says that there
 * is none, an absent one that nobody remembers: neither is a gap. Keeps a few numbers per writer.
 */
export function gaps(from: SavedGaps = nothing): Gaps {
  return new GapFinder(from);
}

/** A class, as one is made for each of many short streams and closures cost more than some events. */
class GapFinder implements Gaps {
  readonly #chains = new Map<string, Chain>();
  readonly #forgotten: boolean;
  #deliveries = 0;
  /** The one that was last added to: most writers write several in a row. */
  #latestWriter: string | undefined;
  #latest: Chain | undefined;

  constructor({ chains, forgotten }: SavedGaps) {
    for (const saved of chains) this.#chains.set(saved.writer, restore(saved));
    this.#forgotten = forgotten;
  }

  add(uid: string, recordedAt: number, { writer, sequence, previous }: Delivery): void {
    if (writer === undefined || sequence === undefined) return;
    const chain = this.#chainOf(writer);
    this.#deliveries += 1;
    chain.usedAt = this.#deliveries;
    if (previous !== chain.last) {
      if (chain.last !== 0) {
        chain.ends ??= new Set();
        chain.ends.add(chain.last);
      }
      if (previous !== undefined && previous !== 0 && !chain.ends?.delete(previous)) {
        chain.awaited ??= new Map();
        chain.awaited.set(previous, { uid, recordedAt });
      }
    }
    chain.last = chain.awaited?.delete(sequence) ? 0 : sequence;
  }

  expected(writer: string): number | undefined {
    // Not made where there is none: chains are in the order of what came, and this may not be seen.
    const chain = this.#latestWriter === writer ? this.#latest : this.#chains.get(writer);
    if (chain === undefined) return 0;
    return isEmpty(chain.awaited) ? chain.last : undefined;
  }

  addRun(writer: string, last: number, count: number): void {
    const chain = this.#chainOf(writer);
    this.#deliveries += count;
    chain.usedAt = this.#deliveries;
    chain.last = last;
  }

  list(judgedUpTo = Number.POSITIVE_INFINITY): readonly Gap[] {
    const found: Gap[] = [];
    for (const [writer, { awaited }] of this.#chains)
      if (awaited !== undefined)
        for (const [missing, { uid, recordedAt }] of awaited)
          if (recordedAt <= judgedUpTo) found.push({ uid, writer, missing });
    return found.length === 0 ? none : Object.freeze(found);
  }

  save(): SavedGaps {
    const chains = this.#chains;
    const latestFirst = [...chains].reverse().sort(([, a], [, b]) => b.usedAt - a.usedAt);
    const kept = new Set(
      latestFirst
        .filter(
          ([, { awaited, ends }], index) =>
            !isEmpty(awaited) || (index < maxChains && (ends?.size ?? 0) <= maxEnds),
        )
        .map(([writer]) => writer),
    );
    return {
      // In the order in which they came, which is that of the gaps in the report.
      chains: [...chains].filter(([writer]) => kept.has(writer)).map(save),
      forgotten: this.#forgotten || kept.size < chains.size,
    };
  }

  isUnsettled(): boolean {
    return (
      this.#forgotten &&
      [...this.#chains.values()].some(
        ({ isKnownFromStart, awaited }) => !isKnownFromStart && !isEmpty(awaited),
      )
    );
  }

  #chainOf(writer: string): Chain {
    if (this.#latest !== undefined && this.#latestWriter === writer) return this.#latest;
    let chain = this.#chains.get(writer);
    if (chain === undefined) {
      const isKnownFromStart = !this.#forgotten;
      chain = { last: 0, ends: undefined, awaited: undefined, usedAt: 0, isKnownFromStart };
      this.#chains.set(writer, chain);
    }
    this.#latestWriter = writer;
    this.#latest = chain;
    return chain;
  }
}

const none: readonly Gap[] = Object.freeze([]);

function isEmpty(awaited: Chain["awaited"]): boolean {
  return awaited === undefined || awaited.size === 0;
}

function save([writer, { last, ends, awaited }]: readonly [string, Chain]): SavedChain {
  return {
    writer,
    last,
    ends: [...(ends ?? [])],
    awaited: Array.from(awaited ?? [], ([missing, { uid, recordedAt }]) => [
      missing,
      uid,
      recordedAt,
    ]),
  };
}

function restore({ last, ends, awaited }: SavedChain): Chain {
  return {
    last,
    ends: new Set(ends),
    awaited: new Map(awaited.map(([missing, uid, recordedAt]) => [missing, { uid, recordedAt }])),
    usedAt: 0,
    isKnownFromStart: true,
  };
}

/** Random numbers that a seed fixes. */
export interface SeededRandom {
  /** Gives a number from 0 up to, and without, 1. */
  next(): number;
  /** Gives a whole number between two, both included. */
  whole(from: number, to: number): number;
  /** Gives one of a list that has some. */
  pick<Item>(list: readonly Item[]): Item;
  /** Whether something with this chance, from 0 to 1, happens. */
  happens(chance: number): boolean;
}

/** Gives random numbers (mulberry32) from a seed, of which the lower 32 bits count. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    // Safe: an index below the length of a list that is not empty.
    pick: <Item>(list: readonly Item[]) => list[whole(0, list.length - 1)] as Item,
    happens: (chance) => next() < chance,
  };
}

/** Random numbers that a seed fixes. */
export interface Random {
  /** Gives a number from `from` up to, and without, `to`. */
  between(from: number, to: number): number;
  /** Gives a whole number from 0 up to, and without, `below`. */
  whole(below: number): number;
  /** Gives one of the list. */
  pick<T>(list: readonly [T, ...T[]]): T;
  shuffled<T>(list: readonly T[]): T[];
}

/** Makes random numbers (mulberry32) from a seed. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number) => Math.floor(next() * below);
  return {
    between: (from, to) => from + next() * (to - from),
    whole,
    pick: (list) => list[whole(list.length)] ?? list[0],
    shuffled: (list) =>
      list
        .map((each) => ({ each, order: next() }))
        .sort((left, right) => left.order - right.order)
        .map(({ each }) => each),
  };
}

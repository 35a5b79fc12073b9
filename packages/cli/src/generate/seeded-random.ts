/** Random numbers (sfc32) that a text fixes: the same text, the same numbers, on every machine. */
export class SeededRandom {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string) {
    this.#seed = seed;
    this.#a = hashText(seed, 1);
    this.#b = hashText(seed, 2);
    this.#c = hashText(seed, 3);
    // Seeds that are alike give numbers that are alike at first.
    for (let round = 0; round < 12; round++) this.#bits();
  }

  /** Gives a number from 0 up to, and without, 1. */
  next(): number {
    return this.#bits() / 2 ** 32;
  }

  /** Gives a whole number between two, both included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** Gives one of a list that has some. */
  pick<Item>(list: readonly Item[]): Item {
    // Safe: an index below the length of a list that is not empty.
    return list[this.whole(0, list.length - 1)] as Item;
  }

  /** Whether something with this chance, from 0 to 1, happens. */
  happens(chance: number): boolean {
    return this.next() < chance;
  }

  /** Gives how long it takes until something happens that does so once in `mean` on average. */
  wait(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Gives a positive number around a median: two of three are within a factor of `spread`. */
  around(median: number, spread: number): number {
    // The sum of twelve uniform numbers: near enough to a normal one, and never far out.
    let sum = -6;
    for (let count = 0; count < 12; count++) sum += this.next();
    return median * spread ** sum;
  }

  /** Gives random bytes. */
  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.#bits() & 255);
  }

  /** Gives random numbers of their own: what is drawn from them moves nothing here. */
  fork(name: string): SeededRandom {
    return new SeededRandom(`${this.#seed}/${name}`);
  }

  #bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}

/** Gives 32 bits of a text; another `variant` gives others (FNV-1a, mixed as murmur3 does). */
export function hashText(text: string, variant: number): number {
  let hash = (0x811c9dc5 ^ Math.imul(variant, 0x9e3779b1)) | 0;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

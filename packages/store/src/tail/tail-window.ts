import type { Resumption } from "./checkpoint.ts";
import type { MissedDeliveries } from "./tail-options.ts";

// Stretches of time are counted again until they are this many lags old.
const countedLags = 60;
const stretchesPerLag = 10;

interface Taken {
  readonly key: string;
  readonly recordedAt: number;
}

/**
 * What a tail remembers: the keys of what it has seen in its window, and how many deliveries it saw in
 * each stretch of time, there and for a while before it.
 *
 * The window begins one lag before the greatest `recordedAt` that was seen, and at a border of
 * stretches; it never goes back.
 */
export class TailWindow {
  /** Ms of a stretch of time. */
  readonly width: number;
  readonly #lag: number;
  readonly #origin: number;
  #from: number;
  #seen = new Map<string, number>();
  // Checkpoints share it and keep a place in it, so it is only added to or replaced.
  #taken: Taken[] = [];
  #counts = new Map<number, number>();

  constructor({ from, to, keys }: Resumption, lag: number) {
    this.#origin = from;
    this.#from = from;
    this.#lag = lag;
    this.width = Math.ceil(lag / stretchesPerLag);
    for (const key of keys) this.#remember(key, to);
  }

  /** Ms since epoch: what was recorded before is not looked at again. */
  get from(): number {
    return this.#from;
  }

  /** Ms since epoch from which on stretches are counted. */
  get countedFrom(): number {
    const counted = this.#from - countedLags * this.#lag;
    return Math.max(this.#origin, this.#start(this.#stretch(counted)));
  }

  has(key: string): boolean {
    return this.#seen.has(key);
  }

  /** Begins to look at the window again. */
  reopen(): void {
    const first = this.#stretch(this.#from);
    const last = this.#stretch(this.countedFrom);
    for (const stretch of this.#counts.keys())
      if (stretch >= first || stretch < last) this.#counts.delete(stretch);
  }

  /** Notes a delivery that was seen. */
  take(key: string, recordedAt: number): void {
    const stretch = this.#stretch(recordedAt);
    this.#counts.set(stretch, (this.#counts.get(stretch) ?? 0) + 1);
    const known = this.#seen.get(key);
    if (known === undefined || known < recordedAt) this.#remember(key, recordedAt);
    const from = this.#start(this.#stretch(recordedAt - this.#lag));
    this.#from = Math.max(this.#from, from);
  }

  /** Forgets what the window has passed. */
  forget(): void {
    this.#taken = this.#taken.filter(({ recordedAt }) => recordedAt >= this.#from);
    this.#seen = new Map(this.#taken.map(({ key, recordedAt }) => [key, recordedAt]));
  }

  /** Gives, when it is called, where to go on behind what was taken by now. */
  resumption(): () => Resumption {
    const from = this.#from;
    const taken = this.#taken;
    const end = taken.length;
    return () => {
      const inWindow = taken.slice(0, end).filter(({ recordedAt }) => recordedAt >= from);
      const to = inWindow.reduce((last, { recordedAt }) => Math.max(last, recordedAt), from);
      return { from, to, keys: [...new Set(inWindow.map(({ key }) => key))] };
    };
  }

  /** Notes how many deliveries are visible by now, and gives those of them that were not seen. */
  recount(from: number, counted: ReadonlyMap<number, number>): MissedDeliveries | undefined {
    const first = this.#stretch(from);
    const missed: number[] = [];
    let deliveries = 0;
    for (const [index, visible] of counted) {
      const stretch = first + index;
      const more = visible - (this.#counts.get(stretch) ?? 0);
      this.#counts.set(stretch, visible);
      if (more <= 0) continue;
      missed.push(stretch);
      deliveries += more;
    }
    if (deliveries === 0) return undefined;
    const to = this.#start(Math.max(...missed) + 1) - 1;
    return { from: this.#start(Math.min(...missed)), to, deliveries };
  }

  /** Gives the number of the stretch that a moment is in. */
  #stretch(moment: number): number {
    return Math.floor((moment - this.#origin) / this.width);
  }

  #start(stretch: number): number {
    return this.#origin + stretch * this.width;
  }

  #remember(key: string, recordedAt: number): void {
    this.#seen.set(key, recordedAt);
    this.#taken.push({ key, recordedAt });
  }
}

/** Runs jobs in parallel up to `limit`; what comes past it waits its turn, first in first out. */
export class ConcurrencyLimit {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  async run<T>(job: () => Promise<T>): Promise<T> {
    if (this.#running < this.#limit) this.#running += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      // The place passes on without being freed, so a newcomer cannot overtake.
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

import { ReadRefusedError } from "./read-refused-error.ts";

/** What a job of a {@link ConcurrencyLimit} may ask for. */
export interface Waiting {
  /** Takes a job that has not begun out of the queue. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs jobs in parallel up to `limit`; what comes past it waits its turn, first in first out, up to `queue` of them. */
export class ConcurrencyLimit {
  readonly #limit: number;
  readonly #queue: number;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(limit: number, queue = Number.POSITIVE_INFINITY) {
    this.#limit = limit;
    this.#queue = queue;
  }

  /** @throws {ReadRefusedError} If as many wait as may, or the signal comes before the job's turn. */
  async run<T>(job: () => Promise<T>, { signal }: Waiting = {}): Promise<T> {
    if (signal?.aborted) throw new ReadRefusedError({ why: "client_gone" });
    if (this.#running < this.#limit) this.#running += 1;
    else if (this.#waiting.size < this.#queue) await this.#turn(signal);
    else throw new ReadRefusedError({ why: "too_many", running: this.#limit, queued: this.#queue });
    try {
      return await job();
    } finally {
      const [next] = this.#waiting;
      // The place passes on without being freed, so a newcomer cannot overtake.
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(begin);
        reject(new ReadRefusedError({ why: "client_gone" }));
      };
      const begin = () => {
        this.#waiting.delete(begin);
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      this.#waiting.add(begin);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }
}

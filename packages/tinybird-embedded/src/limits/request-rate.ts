const windowMilliseconds = 1_000;

/** What a request found of its rate. */
export interface Rate {
  readonly allowed: boolean;
  /** Requests of a window. */
  readonly limit: number;
  /** Requests that this window still allows. */
  readonly remaining: number;
  /** Until the next window, more than 0. */
  readonly resetMilliseconds: number;
}

/**
 * Allows each name so many requests in a window of one second, which begins with the first request after the last one.
 *
 * It keeps a window for each name that was ever taken: give it names that are known, not what a request says.
 */
export class RequestRate {
  readonly #limit: number;
  readonly #now: () => number;
  readonly #windows = new Map<string, { readonly start: number; used: number }>();

  /** @param now Milliseconds of a clock that never goes back. */
  constructor(limit: number, now: () => number = () => performance.now()) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Takes one request of the name's window; a refused one takes nothing. */
  take(name: string): Rate {
    const now = this.#now();
    let window = this.#windows.get(name);
    if (window === undefined || now - window.start >= windowMilliseconds) {
      window = { start: now, used: 0 };
      this.#windows.set(name, window);
    }
    const allowed = window.used < this.#limit;
    if (allowed) window.used += 1;
    return {
      allowed,
      limit: this.#limit,
      remaining: this.#limit - window.used,
      resetMilliseconds: windowMilliseconds - (now - window.start),
    };
  }
}

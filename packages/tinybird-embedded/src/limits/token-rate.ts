import type { Rate } from "./request-rate.ts";

const windowMilliseconds = 1_000;

/** Past it, windows that are over are forgotten. */
const manyWindows = 1_000;

/** Counts the requests of names that each have a limit of their own, in windows of one second. */
export class TokenRate {
  readonly #now: () => number;
  readonly #windows = new Map<string, { readonly start: number; used: number }>();

  /** @param now Milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Takes one request of the name's window; a refused one takes nothing. */
  take(name: string, limit: number): Rate {
    const now = this.#now();
    if (this.#windows.size > manyWindows) this.#forget(now);
    let window = this.#windows.get(name);
    if (window === undefined || now - window.start >= windowMilliseconds) {
      window = { start: now, used: 0 };
      this.#windows.set(name, window);
    }
    const allowed = window.used < limit;
    if (allowed) window.used += 1;
    return {
      allowed,
      limit,
      remaining: Math.max(0, limit - window.used),
      resetMilliseconds: windowMilliseconds - (now - window.start),
    };
  }

  #forget(now: number): void {
    for (const [name, { start }] of this.#windows) {
      if (now - start >= windowMilliseconds) this.#windows.delete(name);
    }
  }
}

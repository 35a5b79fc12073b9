/** Time, as a transport has it. */
export interface Clock {
  /** Gives ms of a clock that never goes back. */
  now(): number;
  /** Resolves after so many ms, or as soon as the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The runtime's own clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep(ms, signal) {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      // A fraction of a ms would be cut off, and the sleeper would be early.
      const timer = setTimeout(wake, timerDelay(Math.ceil(ms)));
      signal?.addEventListener("abort", wake, { once: true });
      if (signal?.aborted) wake();
    });
  },
};

/** Gives the longest delay up to `ms` that a timer takes; past it a timer ends at once. */
export function timerDelay(ms: number): number {
  return Math.min(ms, 2 ** 31 - 1);
}

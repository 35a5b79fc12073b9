import type { SpoolClock } from "./clock.ts";
import type { DrainResult } from "./drain.ts";

/** Ms between drains that fail: doubled from the first to the last. */
export interface BackOff {
  readonly first: number;
  readonly last: number;
}

/** Drains in the background. */
export interface AutoDrain {
  /** Says that there may be something to send. */
  wake(): void;
  /** Resolves when nothing runs any more. */
  stopped(): Promise<void>;
}

/** Drains as soon as it is woken, and after a failure again and again with growing pauses. */
export function autoDrain(
  drain: () => Promise<DrainResult>,
  options: { readonly clock: SpoolClock; readonly backOff: BackOff; readonly signal: AbortSignal },
): AutoDrain {
  const { clock, backOff, signal } = options;
  let isWanted = false;
  let running: Promise<void> | undefined;
  const run = async () => {
    let pause = backOff.first;
    while (isWanted && !signal.aborted) {
      isWanted = false;
      const { outcome } = await drain();
      if (outcome === "failed" || outcome === "held") {
        isWanted = true;
        await clock.wait(pause, signal);
      }
      // Another one that drains is no failure: its rows go on.
      pause = outcome === "failed" ? Math.min(pause * 2, backOff.last) : backOff.first;
    }
    running = undefined;
  };
  return {
    wake() {
      isWanted = true;
      if (!signal.aborted) running ??= run();
    },
    stopped: async () => running,
  };
}

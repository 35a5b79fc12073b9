import type { Budget } from "./budget.ts";

/** Budget of the rendering that runs: renderings are synchronous, so there is one at most. */
let running: Budget | undefined;

/** Gives what `work` gives, and lets the budget pay for each `step` inside it. */
export function metered<T>(budget: Budget, work: () => T): T {
  const outer = running;
  running = budget;
  try {
    return work();
  } finally {
    running = outer;
  }
}

/**
 * Pays for one value that is compared, hashed or written. A list that holds itself twice, forty
 * times over, is small in memory and endless to go through.
 */
export function step(units: number): void {
  running?.spend(units);
}

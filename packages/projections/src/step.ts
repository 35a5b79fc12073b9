import type { Settled } from "./settle-copies.ts";

/** One event seen, and what it did. */
export interface Step<State> extends Settled {
  readonly before: State;
  readonly after: State;
  /** The name of the error that evolve threw. */
  readonly error?: string;
}

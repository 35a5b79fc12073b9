/** What is folded: small, as the fold is measured and not what it folds into. */
export interface Counting {
  readonly status: "up" | "down";
  readonly downs: number;
  readonly since: number;
}

/** The state before the first event. */
export const beforeAll: Counting = Object.freeze({ status: "up", downs: 0, since: 0 });

/** Gives the state after a failed check. */
export function goDown({ downs }: Counting, since: number): Counting {
  return { status: "down", downs: downs + 1, since };
}

/** Gives the state after a check that passed. */
export function goUp({ downs }: Counting, since: number): Counting {
  return { status: "up", downs, since };
}

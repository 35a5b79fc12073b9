import type { Judged } from "../harness/run-group.ts";
import { type Spread, spreadOf } from "../harness/statistics.ts";

const peers = ["Emmett", "Castore", "Act"];

interface Size {
  readonly name: string;
  readonly bytes: number;
}

interface Start {
  readonly name: string;
  readonly times: Spread;
}

/** Judges whether both of our packages weigh less than each peer. */
export function smaller(sizes: readonly Size[]): Judged[] {
  const bytes = (name: string) => sizes.find((size) => size.name === name)?.bytes ?? Number.NaN;
  return peers.map((peer) =>
    atMostOne(`both of ours weigh less than ${peer}`, bytes("both of ours") / bytes(peer)),
  );
}

/** Judges whether our first event takes less than each peer's. */
export function faster(starts: readonly Start[]): Judged[] {
  const times = (name: string) => starts.find((start) => start.name === name)?.times.median;
  return peers.map((peer) =>
    atMostOne(
      `our first event takes less than that of ${peer}`,
      (times("ours") ?? Number.NaN) / (times(peer) ?? Number.NaN),
    ),
  );
}

/** Judges whether our program that emits and folds is lighter, with all that it carries, and quicker than each peer's. */
export function folding(folds: readonly (Start & { readonly withZod: number })[]): Judged[] {
  const [ours] = folds;
  return folds
    .slice(1)
    .flatMap(({ name, withZod, times }) => [
      atMostOne(
        `our program that emits and folds weighs less than that of ${name}`,
        (ours?.withZod ?? Number.NaN) / withZod,
      ),
      atMostOne(
        `our program that emits and folds takes less than that of ${name}`,
        (ours?.times.median ?? Number.NaN) / times.median,
      ),
    ]);
}

/** Judges whether a program with one action carries no other. */
export function shaken([one]: readonly { readonly actions: number }[]): Judged[] {
  return [atMostOne("a program with one action carries actions", one?.actions ?? Number.NaN)];
}

function atMostOne(says: string, value: number): Judged {
  return { says: `${says} (at most 1)`, value: spreadOf([value]), holds: value <= 1 };
}

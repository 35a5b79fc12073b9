import { boundedMap } from "./bounded-map.ts";

/** A writer's last number in each stream. */
export interface LastNumbers {
  /** Notes a number and gives the one before; 0: there is none, undefined: it is not remembered. */
  replace(stream: string, number: number): number | undefined;
}

/** Remembers the last number per stream, up to a bound; the streams written longest ago go first. */
export function rememberLastNumbers(bound: number): LastNumbers {
  const numbers = boundedMap<number>(bound);
  return {
    replace(stream, number) {
      const previous = numbers.get(stream) ?? (numbers.hasForgotten() ? undefined : 0);
      numbers.set(stream, number);
      return previous;
    },
  };
}

import { setImmediate } from "node:timers/promises";

const longest = 5;

/**
 * Gives a function that lets others run where this turn has taken more than 5 ms: an append beside a
 * drain of a large backlog must not wait for it. Call it often; it costs next to nothing in between.
 */
export function breather(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < longest) return undefined;
    return setImmediate(undefined).then(() => {
      since = performance.now();
    });
  };
}

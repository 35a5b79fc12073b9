import { setImmediate } from "node:timers/promises";

/** How long a loop keeps the thread before others have their turn. */
const stepMilliseconds = 20;

/** Runs a job on each item, in order; lets others run meanwhile when it takes long. */
export async function forEachInSteps<T>(
  items: readonly T[],
  job: (item: T, index: number) => void,
): Promise<void> {
  let since = performance.now();
  for (const [index, item] of items.entries()) {
    job(item, index);
    if (index % 16 !== 15 || performance.now() - since < stepMilliseconds) continue;
    await setImmediate();
    since = performance.now();
  }
}

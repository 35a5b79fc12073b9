import type { Clock } from "./group.ts";
import { spreadOf } from "./statistics.ts";

/** A sample takes at least so long, so that the clock's steps do not count. */
const sampleMilliseconds = 8;

declare global {
  /** Where results go, so that no work can be left out for want of a reader. */
  var lastResult: unknown;
}

/**
 * Gives the nanoseconds of a run: the median of samples, after a warm-up as long.
 *
 * A short warm-up wrongs those with many functions: each is compiled by itself.
 *
 * Time is, by default, what the process spent on a processor, not what a clock on the wall shows: others share the
 * processors, and under their load the latter was seen to vary fivefold where this varied by 2 %. The
 * garbage collector's part is in it, on the one thread that `runTask` allows it.
 */
export async function timeRuns(
  run: () => unknown,
  milliseconds: number,
  clock: Clock = "processor",
): Promise<number> {
  const spent = clock === "wall" ? () => performance.now() : processorTime;
  let repeats = 1;
  const begun = spent();
  while (spent() - begun < milliseconds) {
    const took = await sample(run, repeats, spent);
    if (took < sampleMilliseconds) repeats *= 2;
  }
  const samples: number[] = [];
  const warm = spent();
  do samples.push(((await sample(run, repeats, spent)) * 1e6) / repeats);
  while (spent() - warm < milliseconds);
  return spreadOf(samples).median;
}

async function sample(run: () => unknown, repeats: number, spent: () => number): Promise<number> {
  const begun = spent();
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const result = run();
    globalThis.lastResult = result instanceof Promise ? await result : result;
  }
  return spent() - begun;
}

/** Milliseconds of processor time that this process has had. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

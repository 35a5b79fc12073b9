import type { Clock } from "./group.ts";
import { ownProcessorTime, processorTimeOf } from "./processor-time.ts";
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
  { clock = "processor", helpers = [] }: TimeOptions = {},
): Promise<number> {
  const sample = clock === "wall" ? onTheWall : (job: Job) => onProcessors(job, helpers);
  let repeats = 1;
  for (let spent = 0; spent < milliseconds; ) {
    const took = await sample(() => repeat(run, repeats));
    if (took < sampleMilliseconds) repeats *= 2;
    spent += took;
  }
  const samples: number[] = [];
  let spent = 0;
  do {
    const took = await sample(() => repeat(run, repeats));
    samples.push((took * 1e6) / repeats);
    spent += took;
  } while (spent < milliseconds);
  return spreadOf(samples).median;
}

/** What is counted of a run. */
export interface TimeOptions {
  readonly clock?: Clock | undefined;
  /** Other processes whose processor time counts, too. */
  readonly helpers?: readonly number[] | undefined;
}

type Job = () => Promise<void>;

async function repeat(run: () => unknown, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const result = run();
    globalThis.lastResult = result instanceof Promise ? await result : result;
  }
}

async function onTheWall(job: Job): Promise<number> {
  const begun = performance.now();
  await job();
  return performance.now() - begun;
}

async function onProcessors(job: Job, helpers: readonly number[]): Promise<number> {
  // To look at the others is work of this process, and not of the job.
  const others = processorTimeOf(helpers);
  const begun = ownProcessorTime();
  await job();
  const own = ownProcessorTime() - begun;
  return own + processorTimeOf(helpers) - others;
}

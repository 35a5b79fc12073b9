import { setTimeout as wait } from "node:timers/promises";

/** Gives how late timers of this machine are at p99, in ms: nothing that waits can be more exact. */
export async function timerLateness(): Promise<number> {
  const late: number[] = [];
  while (late.length < 500) {
    const start = performance.now();
    await wait(2);
    late.push(performance.now() - start - 2);
  }
  return late.sort((a, b) => a - b)[Math.floor(late.length * 0.99)] ?? 0;
}

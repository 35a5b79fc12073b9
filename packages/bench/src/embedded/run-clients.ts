/** How often clients came to an end of a request, and how long each took. */
export interface Load {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds, the shortest first. */
  readonly latencies: readonly number[];
}

/** Lets clients run side by side for some seconds, each with one request after the other, at least one. */
export async function runClients(
  clients: number,
  seconds: number,
  request: () => Promise<void>,
): Promise<Load> {
  const latencies: number[] = [];
  const start = performance.now();
  const until = start + seconds * 1_000;
  const run = async () => {
    do {
      const sent = performance.now();
      await request();
      latencies.push(performance.now() - sent);
    } while (performance.now() < until);
  };
  await Promise.all(Array.from({ length: clients }, run));
  const took = (performance.now() - start) / 1_000;
  latencies.sort((a, b) => a - b);
  return { requests: latencies.length, seconds: took, latencies };
}

/** Gives the value below which a share of the sorted values lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

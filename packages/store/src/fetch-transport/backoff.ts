const first = 200;
const longest = 3_000;

/**
 * Gives ms to wait before a retry: anything from 0 up to a bound that doubles with each one, 200 ms
 * before the first and never more than 3 s.
 *
 * @param retry 0 before the first
 * @param random gives 0 up to 1
 */
export function backoff(retry: number, random: () => number): number {
  return random() * Math.min(longest, first * 2 ** retry);
}

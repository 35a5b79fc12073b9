/** How many tests passed and failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Gives the counts of vitest's closing line, `Tests  1 failed | 167 passed | 2 skipped (170)`, or
 * undefined where there is none: a run that counted nothing proves nothing.
 */
export function countTests(output: string): Counts | undefined {
  const line = output.split("\n").findLast((text) => /^\s*Tests\s+\d/.test(text));
  if (line === undefined) return undefined;
  const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  return { passed: count("passed"), failed: count("failed") };
}

/** Rounds to what can be told apart: three digits, and no fraction of large numbers. */
export function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

import type { Stretch } from "./maintenance-windows.ts";

/** Gives the same time as stretches that do not touch each other, in order; empty ones are gone. */
export function mergeStretches(stretches: readonly Stretch[]): readonly Stretch[] {
  const inOrder = stretches
    .filter(({ from, to }) => from < to)
    .sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)));
  const merged: Stretch[] = [];
  for (const { from, to } of inOrder) {
    const last = merged.at(-1);
    if (last === undefined || from > last.to) merged.push({ from, to });
    else if (to > last.to) merged[merged.length - 1] = { from: last.from, to };
  }
  return merged;
}

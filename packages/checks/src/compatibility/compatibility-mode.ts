import type { Difference } from "./difference.ts";

/**
 * How far a new schema is compatible with the old: BACKWARD, a reader of the new understands old data;
 * FORWARD, a reader of the old understands new data; FULL, both; NONE, neither.
 */
export type CompatibilityMode = "FULL" | "BACKWARD" | "FORWARD" | "NONE";

/** Gives the mode that differences leave. */
export function compatibilityMode(differences: readonly Difference[]): CompatibilityMode {
  const backward = differences.every(({ breaks }) => breaks === "FORWARD");
  const forward = differences.every(({ breaks }) => breaks === "BACKWARD");
  if (backward) return forward ? "FULL" : "BACKWARD";
  return forward ? "FORWARD" : "NONE";
}

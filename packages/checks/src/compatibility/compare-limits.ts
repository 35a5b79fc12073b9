import type { Keywords, Pair } from "./comparison.ts";
import { type Difference, difference } from "./difference.ts";

/** A bound: how far, and whether the bound itself is left out. Compared by value, then by that. */
type Bound = readonly [value: number, exclusive: 0 | 1];

const unbounded: Bound = [Number.NEGATIVE_INFINITY, 0];
/** A length is at least 0, said or not. */
const nothing: Bound = [0, 0];

// A maximum is a minimum counted in the other direction.
const limits = [
  ["minimum", 1, unbounded, "minimum", "exclusiveMinimum"],
  ["maximum", -1, unbounded, "maximum", "exclusiveMaximum"],
  ["minimum length", 1, nothing, "minLength", undefined],
  ["maximum length", -1, unbounded, "maxLength", undefined],
  ["minimum items", 1, nothing, "minItems", undefined],
  ["maximum items", -1, unbounded, "maxItems", undefined],
] as const;

/** Gives what differs between the limits of two schemas: bounds, lengths, steps. */
export function compareLimits(pair: Pair<Keywords>, path: string): Difference[] {
  const found = limits.flatMap(([name, direction, least, inclusive, exclusive]) => {
    const boundOf = (keywords: Keywords) =>
      highest([
        least,
        readBound(keywords[inclusive], direction, 0),
        readBound(exclusive && keywords[exclusive], direction, 1),
      ]);
    const was = boundOf(pair.old);
    const is = boundOf(pair.now);
    const order = compareBounds(was, is);
    if (order === 0) return [];
    const shown = { ...shownAs("was", was[0] * direction), ...shownAs("is", is[0] * direction) };
    return [difference(`${name} ${order < 0 ? "tightened" : "loosened"}`, path, shown)];
  });
  return [...found, ...compareSteps(pair, path)];
}

function compareSteps({ old, now }: Pair<Keywords>, path: string): Difference[] {
  const was = old.multipleOf;
  const is = now.multipleOf;
  if (was === is) return [];
  if (was === undefined) return [difference("multiple tightened", path, { is })];
  if (is === undefined) return [difference("multiple loosened", path, { was })];
  // Not for fractions: 0.3 % 0.1 is not 0.
  const divides = (step: unknown, by: unknown) =>
    Number.isInteger(step) && Number.isInteger(by) && Number(step) % Number(by) === 0;
  if (divides(is, was)) return [difference("multiple tightened", path, { was, is })];
  if (divides(was, is)) return [difference("multiple loosened", path, { was, is })];
  return [difference("multiple changed", path, { was, is })];
}

function readBound(value: unknown, direction: 1 | -1, exclusive: 0 | 1): Bound | undefined {
  return typeof value === "number" ? [value * direction, exclusive] : undefined;
}

function highest(bounds: readonly (Bound | undefined)[]): Bound {
  return bounds.reduce<Bound>(
    (high, next) => (next !== undefined && compareBounds(high, next) < 0 ? next : high),
    unbounded,
  );
}

function compareBounds(a: Bound, b: Bound): number {
  return a[0] === b[0] ? a[1] - b[1] : a[0] - b[0];
}

function shownAs(key: "was" | "is", value: number): Pick<Difference, "was" | "is"> {
  return Number.isFinite(value) ? { [key]: value } : {};
}

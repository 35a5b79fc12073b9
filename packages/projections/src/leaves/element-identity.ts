import { isPlainObject } from "@audit/events";
import type { PathStep } from "./path.ts";

/** The keys by which elements of lists are told apart; the first that an element has counts. */
export type Identify = readonly string[];

export type ElementId = string | number;

/**
 * Gives the identity of each element of a list: what it has under the first of these keys, and of a
 * text the text itself. Undefined where one has none or two have the same: such a list is compared by
 * position.
 */
export function idsOf(
  list: readonly unknown[],
  identify: Identify,
): readonly ElementId[] | undefined {
  const ids = new Set<ElementId>();
  for (const element of list) {
    const id = idOf(element, identify);
    if (id === undefined || ids.has(id)) return undefined;
    ids.add(id);
  }
  return [...ids];
}

/** Gives the steps from a list to its elements. */
export function stepsInto(list: readonly unknown[], identify: Identify): readonly PathStep[] {
  const ids = idsOf(list, identify);
  return ids === undefined
    ? Array.from(list, (_, index) => ({ index }))
    : ids.map((id) => ({ id }));
}

/** Gives the identity of an element, if it has one. */
export function idOf(element: unknown, identify: Identify): ElementId | undefined {
  if (typeof element === "string") return element;
  if (!isPlainObject(element)) return undefined;
  for (const key of identify) {
    const id = Object.hasOwn(element, key) ? element[key] : undefined;
    if (typeof id === "string" || (typeof id === "number" && Number.isFinite(id))) return id;
  }
  return undefined;
}

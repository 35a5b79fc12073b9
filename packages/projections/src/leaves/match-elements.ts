import { type ElementId, type Identify, idsOf } from "./element-identity.ts";

/** How the elements of a list follow from those of the list before it. */
export interface Matching {
  /** By element of the list after: its index in the list before, or undefined when it is new. */
  readonly sources: readonly (number | undefined)[];
  /** The identities of both; undefined where they are compared by position. */
  readonly ids:
    | { readonly before: readonly ElementId[]; readonly after: readonly ElementId[] }
    | undefined;
}

/** Matches elements by identity where all of both lists have one, else by position. */
export function matchElements(
  before: readonly unknown[],
  after: readonly unknown[],
  identify: Identify,
): Matching {
  const idsAfter = idsOf(after, identify);
  const idsBefore = idsAfter && idsOf(before, identify);
  if (idsAfter === undefined || idsBefore === undefined)
    return {
      sources: Array.from(after, (_, index) => (index < before.length ? index : undefined)),
      ids: undefined,
    };
  const indexes = new Map(idsBefore.map((id, index) => [id, index]));
  return {
    sources: idsAfter.map((id) => indexes.get(id)),
    ids: { before: idsBefore, after: idsAfter },
  };
}

/**
 * Gives the indexes, in the list after, of as few elements as need to be called moved: those outside
 * the longest run that kept its order.
 */
export function movedElements(sources: readonly (number | undefined)[]): ReadonlySet<number> {
  /** By length of a run: the index of the element that ends it, of those with the smallest source. */
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  const sourceAt = (index: number | undefined) =>
    (index === undefined ? undefined : sources[index]) ?? -1;
  const matched: number[] = [];
  for (const [index, source] of sources.entries()) {
    if (source === undefined) continue;
    matched.push(index);
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sourceAt(ends[middle]) < source) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? undefined : ends[low - 1];
    ends[low] = index;
  }
  const stayed = new Set<number>();
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) stayed.add(index);
  return new Set(matched.filter((index) => !stayed.has(index)));
}

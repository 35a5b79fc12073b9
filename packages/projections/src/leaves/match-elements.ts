import { type ElementId, type Identify, idOf } from "./element-identity.ts";

/** How the elements of a list follow from those of the list before it. */
export interface Matching {
  /** By element of the list after: its index in the list before, or undefined when it is new. */
  readonly sources: readonly (number | undefined)[];
  /** The identities of both; undefined where they are compared by position. */
  readonly ids:
    | { readonly before: readonly ElementId[]; readonly after: readonly ElementId[] }
    | undefined;
  /** How many elements at the start are the very same in both. */
  readonly front: number;
  /** How many elements at the end are the very same in both, and in the same place among the others. */
  readonly back: number;
}

/**
 * Matches elements by identity where all of both lists have one, else by position. Elements that the
 * two lists share at both ends are not looked into twice.
 */
export function matchElements(
  before: readonly unknown[],
  after: readonly unknown[],
  identify: Identify,
): Matching {
  const shortest = Math.min(before.length, after.length);
  let front = 0;
  while (front < shortest && before[front] === after[front]) front += 1;
  let back = 0;
  while (back < shortest - front && before.at(-1 - back) === after.at(-1 - back)) back += 1;
  return (
    matchByIdentity(before, after, identify, front, back) ?? {
      sources: Array.from(after, (_, index) => (index < before.length ? index : undefined)),
      ids: undefined,
      front,
      back: before.length === after.length ? back : 0,
    }
  );
}

function matchByIdentity(
  before: readonly unknown[],
  after: readonly unknown[],
  identify: Identify,
  front: number,
  back: number,
): Matching | undefined {
  const indexes = new Map<ElementId, number>();
  for (const [index, element] of before.entries()) {
    const id = idOf(element, identify);
    if (id === undefined || indexes.has(id)) return undefined;
    indexes.set(id, index);
  }
  const idsBefore = [...indexes.keys()];
  const grown = after.length - before.length;
  const others = after.slice(front, after.length - back).map((element) => idOf(element, identify));
  if (new Set(others).size < others.length) return undefined;
  const between: ElementId[] = [];
  for (const id of others) {
    const source = id === undefined ? undefined : indexes.get(id);
    const isShared = source !== undefined && (source < front || source >= before.length - back);
    if (id === undefined || isShared) return undefined;
    between.push(id);
  }
  const sources = Array.from(after, (_, index) => {
    if (index < front) return index;
    if (index >= after.length - back) return index - grown;
    const id = between[index - front];
    return id === undefined ? undefined : indexes.get(id);
  });
  const idsAfter = [
    ...idsBefore.slice(0, front),
    ...between,
    ...idsBefore.slice(before.length - back),
  ];
  return { sources, ids: { before: idsBefore, after: idsAfter }, front, back };
}

/**
 * Gives the indexes, in the list after, of as few elements as need to be called moved: those outside
 * the longest run that kept its order.
 */
export function movedElements({ sources, front, back }: Matching): ReadonlySet<number> {
  /** By length of a run: where the element that ends it stood, the smallest there is. */
  const ends: number[] = [];
  /** By length of a run: the element that ends it. */
  const lasts: number[] = [];
  const previous = new Map<number, number | undefined>();
  const moved = new Set<number>();
  for (let index = front; index < sources.length - back; index += 1) {
    const source = sources[index];
    if (source === undefined) continue;
    const length = placeIn(ends, source);
    previous.set(index, lasts[length - 1]);
    ends[length] = source;
    lasts[length] = index;
    moved.add(index);
  }
  for (let index = lasts.at(-1); index !== undefined; index = previous.get(index))
    moved.delete(index);
  return moved;
}

/** Gives how many of these rising numbers are smaller. */
function placeIn(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? value) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

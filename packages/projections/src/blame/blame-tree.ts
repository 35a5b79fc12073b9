import type { Identify } from "../leaves/element-identity.ts";
import { stepsInto } from "../leaves/element-identity.ts";
import { childOf, isSameLeaf, partOf } from "../leaves/leaf.ts";
import type { Leaf } from "../leaves/leaves-of.ts";
import { matchElements } from "../leaves/match-elements.ts";
import type { Path } from "../leaves/path.ts";
import type { AnyKnownEvent } from "../projection.ts";

/** Who set a leaf; undefined: nobody did, it is so from the beginning. */
export interface Setter {
  readonly event: AnyKnownEvent | undefined;
}

/** Who set each leaf of a state, in the shape of that state. */
export type BlameTree = Setter | Map<string, BlameTree> | readonly BlameTree[];

/** Gives the tree of a state of which all was set at once. */
export function growTree(state: unknown, setter: Setter): BlameTree {
  const part = partOf(state);
  if (part.kind === "leaf") return setter;
  if (part.kind === "list") return Array.from(part.value, (element) => growTree(element, setter));
  return new Map(part.keys.map((key) => [key, growTree(childOf(part.value, key), setter)]));
}

/**
 * Gives the tree of the state after an event from that of the state before, which is used up. What
 * the two states share is not looked at.
 */
export function blameOn(
  setter: Setter,
  tree: BlameTree,
  before: unknown,
  after: unknown,
  identify: Identify,
): BlameTree {
  if (before === after) return tree;
  const old = partOf(before);
  const now = partOf(after);
  if (tree instanceof Map && old.kind === "object" && now.kind === "object") {
    for (const key of old.keys) if (childOf(now.value, key) === undefined) tree.delete(key);
    for (const key of now.keys) {
      const below = tree.get(key);
      const [from, to] = [childOf(old.value, key), childOf(now.value, key)];
      if (below === undefined) tree.set(key, growTree(to, setter));
      else if (from !== to) tree.set(key, blameOn(setter, below, from, to, identify));
    }
    return tree;
  }
  if (Array.isArray(tree) && old.kind === "list" && now.kind === "list") {
    const { sources } = matchElements(old.value, now.value, identify);
    return sources.map((source, index) => {
      const below = source === undefined ? undefined : tree[source];
      const to = now.value[index];
      if (source === undefined || below === undefined) return growTree(to, setter);
      return blameOn(setter, below, old.value[source], to, identify);
    });
  }
  if (old.kind === "leaf" && now.kind === "leaf" && isSameLeaf(before, after)) return tree;
  return growTree(after, setter);
}

/** Gives each leaf of a state with who set it, in the order of the state's keys. */
export function readTree(tree: BlameTree, state: unknown, identify: Identify): (Leaf & Setter)[] {
  const leaves: (Leaf & Setter)[] = [];
  const read = (below: BlameTree | undefined, value: unknown, path: Path): void => {
    const part = partOf(value);
    if (part.kind === "object" && below instanceof Map)
      for (const key of part.keys) read(below.get(key), childOf(part.value, key), [...path, key]);
    else if (part.kind === "list" && Array.isArray(below))
      for (const [index, step] of stepsInto(part.value, identify).entries())
        read(below[index], part.value[index], [...path, step]);
    else if (below !== undefined && "event" in below)
      leaves.push({ path, value, event: below.event });
  };
  if (state !== undefined) read(tree, state, []);
  return leaves;
}

import { isPlainObject } from "@audit/events";
import type { Identify } from "./leaves/element-identity.ts";
import { type Children, childOf, isSameLeaf, type Part, partOf } from "./leaves/leaf.ts";
import { matchElements, movedElements } from "./leaves/match-elements.ts";
import type { Path } from "./leaves/path.ts";
import { childPath, type PathNode, pathNode } from "./leaves/path-tree.ts";

/** One part of a state that changed: a leaf, an element of a list, or a part of another kind. */
export interface StateChange {
  /** The steps that lead to it, from the top. A list, as a key may have dots in it. */
  readonly path: Path;
  /** Absent where it is new. */
  readonly from?: unknown;
  /** Absent where it went. */
  readonly to?: unknown;
  /**
   * Of an element that is told apart by its identity: where it stood and stands. An element that moved
   * has neither `from` nor `to`: what changed in it is told by changes of its own.
   */
  readonly position?: { readonly from?: number; readonly to?: number };
}

/**
 * Gives what differs between two states as the difference of their leaves, the old one's keys first.
 *
 * Objects are walked, and give their leaves one by one when they come or go; an empty object is a
 * leaf, which goes when the first key comes. Lists are compared by the identity of their elements
 * where all have one, else by position; an element that comes or goes is one change, and so is a list.
 * What becomes another kind is replaced as a whole. Undefined is the same as absent. What the two
 * states share is not walked.
 */
export function stateChanges(
  from: unknown,
  to: unknown,
  identify: Identify = ["id"],
): readonly StateChange[] {
  return changesFinder(identify)(from, to);
}

/**
 * Gives what finds the changes of one pair of states after the other; equal paths of keys are one
 * list in all that it gives.
 */
export function changesFinder(
  identify: Identify,
): (from: unknown, to: unknown) => readonly StateChange[] {
  const root = pathNode([]);
  return (from, to) => {
    if (from === to) return none;
    const changes: StateChange[] = [];
    collect({ changes, identify }, root, from, to);
    // A list that grew has room for many more: kept for each of many events, that is most of it.
    return changes.length === 0 ? none : Object.freeze(changes.slice());
  };
}

const none: readonly StateChange[] = Object.freeze([]);

interface Work {
  readonly changes: StateChange[];
  readonly identify: Identify;
}

function collect(work: Work, node: PathNode, from: unknown, to: unknown): void {
  if (isPlainObject(from) && isPlainObject(to)) {
    const keys = keysOfBoth(from, to);
    if (keys !== undefined) return collectShared(work, node, keys, from, to);
  }
  const before = partOf(from);
  const after = partOf(to);
  if (before.kind === "list" && after.kind === "list")
    return collectElements(work, node.path, before.value, after.value);
  if (isWalked(before, after)) return collectKeys(work, node, before, after);
  if (!isSameLeaf(from, to)) work.changes.push(replaced(node.path, from, to));
}

function replaced(path: Path, from: unknown, to: unknown): StateChange {
  if (from === undefined) return to === undefined ? { path } : { path, to };
  return to === undefined ? { path, from } : { path, from, to };
}

/** Gives the keys of two objects that have the same ones in the same order, none of them undefined. */
function keysOfBoth(before: Children, after: Children): readonly string[] | undefined {
  const keys = Object.keys(before);
  const others = Object.keys(after);
  if (keys.length === 0 || keys.length !== others.length) return undefined;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index];
    if (key === undefined || key !== others[index]) return undefined;
    if (before[key] === undefined || after[key] === undefined) return undefined;
  }
  return keys;
}

function collectShared(
  work: Work,
  node: PathNode,
  keys: readonly string[],
  before: Children,
  after: Children,
): void {
  for (const key of keys) {
    const from = before[key];
    const to = after[key];
    if (from === to) continue;
    const child = childPath(node, key);
    if (typeof from === "object" || typeof to === "object") collect(work, child, from, to);
    else if (!Object.is(from, to)) work.changes.push({ path: child.path, from, to });
  }
}

/** What is absent or empty has no children and may get some; a leaf of another kind is replaced. */
function isWalked(before: Part, after: Part): boolean {
  if (before.kind === "object") return after.kind === "object" || isVoid(after.value);
  return after.kind === "object" && isVoid(before.value);
}

function isVoid(value: unknown): boolean {
  return value === undefined || isSameLeaf(value, {});
}

function collectKeys(work: Work, node: PathNode, before: Part, after: Part): void {
  const { path } = node;
  if (before.kind !== "object" && before.value !== undefined)
    work.changes.push({ path, from: before.value });
  if (before.kind === "object")
    for (const key of before.keys) {
      const from = childOf(before.value, key);
      const to = after.kind === "object" ? childOf(after.value, key) : undefined;
      if (from !== to) collect(work, childPath(node, key), from, to);
    }
  if (after.kind === "object")
    for (const key of after.keys) {
      const isNew = before.kind !== "object" || childOf(before.value, key) === undefined;
      if (isNew) collect(work, childPath(node, key), undefined, childOf(after.value, key));
    }
  if (after.kind !== "object" && after.value !== undefined)
    work.changes.push({ path, to: after.value });
}

function collectElements(
  work: Work,
  path: Path,
  before: readonly unknown[],
  after: readonly unknown[],
): void {
  const matching = matchElements(before, after, work.identify);
  const { sources, ids, front, back } = matching;
  const kept = new Set(sources.slice(front, after.length - back));
  for (let index = front; index < before.length - back; index += 1) {
    if (kept.has(index)) continue;
    const id = ids?.before[index];
    const from = before[index];
    work.changes.push(
      id === undefined
        ? { path: [...path, { index }], from }
        : { path: [...path, { id }], from, position: { from: index } },
    );
  }
  const moved = ids === undefined ? new Set() : movedElements(matching);
  for (let index = front; index < after.length - back; index += 1) {
    const [source, id, to] = [sources[index], ids?.after[index], after[index]];
    const there = [...path, id === undefined ? { index } : { id }];
    if (source === undefined)
      work.changes.push(
        id === undefined ? { path: there, to } : { path: there, to, position: { to: index } },
      );
    else {
      if (moved.has(index))
        work.changes.push({ path: there, position: { from: source, to: index } });
      if (before[source] !== to) collect(work, pathNode(there), before[source], to);
    }
  }
}

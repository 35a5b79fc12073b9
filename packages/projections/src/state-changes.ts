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
  // One list for all: of each result a copy is made, as a list that grew has room for many more.
  const work: Work = { changes: [], count: 0, identify };
  return (from, to) => {
    if (from === to) return none;
    work.count = 0;
    collect(work, root, from, to);
    return work.count === 0 ? none : work.changes.slice(0, work.count);
  };
}

const none: readonly StateChange[] = Object.freeze([]);

interface Work {
  /** What was found, and behind that what is left of another time. */
  readonly changes: StateChange[];
  count: number;
  readonly identify: Identify;
}

function add(work: Work, change: StateChange): void {
  work.changes[work.count] = change;
  work.count += 1;
}

function collect(work: Work, node: PathNode, from: unknown, to: unknown): void {
  if (isPlainObject(from) && isPlainObject(to) && collectShared(work, node, from, to)) return;
  const before = partOf(from);
  const after = partOf(to);
  if (before.kind === "list" && after.kind === "list")
    return collectElements(work, node.path, before.value, after.value);
  if (isWalked(before, after)) return collectKeys(work, node, before, after);
  if (!isSameLeaf(from, to)) add(work, replaced(node.path, from, to));
}

function replaced(path: Path, from: unknown, to: unknown): StateChange {
  if (from === undefined) return to === undefined ? { path } : { path, to };
  return to === undefined ? { path, from } : { path, from, to };
}

/**
 * Finds the changes of two objects that have the same keys in the same order, none of them undefined;
 * tells whether they are such.
 *
 * The object before is mostly the one that was there last, so that its values are known: to ask an
 * object for them costs more than to compare them.
 */
function collectShared(work: Work, node: PathNode, before: Children, after: Children): boolean {
  if (node.object !== before && !readValues(before, node.keys, node.values)) {
    node.keys = Object.keys(before);
    node.children = [];
    node.object = undefined;
    if (!readValues(before, node.keys, node.values)) return false;
  }
  const { keys, children, values, spare } = node;
  if (keys.length === 0 || !readValues(after, keys, spare)) {
    // What was read is of the one before.
    node.object = before;
    return false;
  }
  node.object = after;
  node.values = spare;
  node.spare = values;
  for (let index = 0; index < keys.length; index += 1) {
    const from = values[index];
    const to = spare[index];
    const key = keys[index];
    if (from === to || key === undefined) continue;
    children[index] ??= childPath(node, key);
    const child = children[index];
    if (child === undefined) continue;
    if (typeof from === "object" || typeof to === "object") collect(work, child, from, to);
    else if (!Object.is(from, to)) add(work, leafChange(child, from, to));
  }
  return true;
}

/** Reads the values of an object with these keys, none undefined; tells whether it is one. */
function readValues(object: Children, keys: readonly string[], into: unknown[]): boolean {
  let count = 0;
  for (const key in object) {
    const value = object[key];
    if (value === undefined || key !== keys[count]) return false;
    into[count] = value;
    count += 1;
  }
  return count === keys.length;
}

/** Gives the change of a leaf; of texts, which come again, the one that was given before. */
function leafChange(node: PathNode, from: unknown, to: unknown): StateChange {
  const { path } = node;
  if (typeof from !== "string" || typeof to !== "string") return { path, from, to };
  for (const known of node.told) if (known.from === from && known.to === to) return known;
  const change = Object.freeze({ path, from, to });
  if (node.told.length < maxTold) node.told.push(change);
  return change;
}

/** A leaf with more is no status, and hardly comes to the same again. */
const maxTold = 8;

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
    add(work, { path, from: before.value });
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
  if (after.kind !== "object" && after.value !== undefined) add(work, { path, to: after.value });
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
    add(
      work,
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
      add(
        work,
        id === undefined ? { path: there, to } : { path: there, to, position: { to: index } },
      );
    else {
      if (moved.has(index)) add(work, { path: there, position: { from: source, to: index } });
      if (before[source] !== to) collect(work, pathNode(there), before[source], to);
    }
  }
}

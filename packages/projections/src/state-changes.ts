import { isPlainObject, jsonEquals } from "@audit/events";

/** One leaf of a state that changed. */
export interface StateChange {
  /** The keys that lead to it, from the top. A list of keys, as a key may have dots in it. */
  readonly path: readonly string[];
  /** Absent where the leaf is new. */
  readonly from?: unknown;
  /** Absent where the leaf went. */
  readonly to?: unknown;
}

/**
 * Gives the leaves that differ between two states, the old one's keys first.
 *
 * Objects are walked; everything else, lists included, is a leaf and compared as JSON. An object that
 * comes or goes gives its leaves one by one; undefined is the same as absent. What the two states
 * share is not walked.
 */
export function stateChanges(from: unknown, to: unknown): readonly StateChange[] {
  const changes: StateChange[] = [];
  collect(changes, [], from, to);
  return Object.freeze(changes);
}

function collect(
  changes: StateChange[],
  path: readonly string[],
  from: unknown,
  to: unknown,
): void {
  if (Object.is(from, to)) return;
  const before = childrenOf(from);
  const after = childrenOf(to);
  if (before !== undefined && after !== undefined && collectBelow(changes, path, before, after))
    return;
  if (isSameLeaf(from, to)) return;
  changes.push({
    path,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
}

type Children = Readonly<Record<string, unknown>>;

/** Gives whether there was anything below. */
function collectBelow(
  changes: StateChange[],
  path: readonly string[],
  before: Children,
  after: Children,
): boolean {
  const keys = Object.keys(before);
  const newKeys = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  for (const key of keys) {
    const to = Object.hasOwn(after, key) ? after[key] : undefined;
    if (before[key] !== to) collect(changes, [...path, key], before[key], to);
  }
  for (const key of newKeys) collect(changes, [...path, key], undefined, after[key]);
  return keys.length + newKeys.length > 0;
}

const noChildren: Children = Object.freeze({});

/** What is absent has no children and may get some; a leaf of another kind is replaced as a whole. */
function childrenOf(value: unknown): Children | undefined {
  if (value === undefined) return noChildren;
  return isPlainObject(value) ? value : undefined;
}

function isSameLeaf(from: unknown, to: unknown): boolean {
  if (from === to) return true;
  const bothLists = Array.isArray(from) && Array.isArray(to);
  const bothEmpty = isPlainObject(from) && isPlainObject(to);
  return (bothLists || bothEmpty) && jsonEquals(from, to);
}

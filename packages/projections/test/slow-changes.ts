import type { StateChange } from "@audit/projections";
import { isSameLeaf } from "../src/leaves/leaf.ts";

/** Gives the changes of two states without lists, the simple way: each key of both, one by one. */
export function slowChanges(
  from: unknown,
  to: unknown,
  path: readonly string[] = [],
): readonly StateChange[] {
  const [before, after] = [childrenOf(from), childrenOf(to)];
  if (before.size === 0 && after.size === 0) return slowLeaf(from, to, path);
  if (before.size === 0 && !isVoid(from)) return slowLeaf(from, to, path);
  if (after.size === 0 && !isVoid(to)) return slowLeaf(from, to, path);
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return [
    // An empty object is a leaf, which goes when the first key comes.
    ...(before.size === 0 && from !== undefined ? [{ path, from }] : []),
    ...keys.flatMap((key) => slowChanges(before.get(key), after.get(key), [...path, key])),
    ...(after.size === 0 && to !== undefined ? [{ path, to }] : []),
  ];
}

function slowLeaf(from: unknown, to: unknown, path: readonly string[]): readonly StateChange[] {
  if (isSameLeaf(from, to)) return [];
  return [{ path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
}

function childrenOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null) return new Map();
  return new Map(Object.entries(value).filter(([, child]) => child !== undefined));
}

function isVoid(value: unknown): boolean {
  return value === undefined || (typeof value === "object" && value !== null);
}

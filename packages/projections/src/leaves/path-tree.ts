import type { Path } from "./path.ts";

/** A path and those that go on from it by a key: equal paths of many changes are one list. */
export interface PathNode {
  /** Frozen, as many changes share it. */
  readonly path: Path;
  below: Map<string, PathNode> | undefined;
  /** The object that was there last, its keys, the nodes below and its values by key. */
  object: object | undefined;
  keys: readonly string[];
  children: (PathNode | undefined)[];
  values: unknown[];
  /** Room for the values of the next. */
  spare: unknown[];
  /** Changes of the leaf that were told, to be told again. */
  readonly told: ToldChange[];
}

interface ToldChange {
  readonly path: Path;
  readonly from: string;
  readonly to: string;
}

const noKeys: readonly string[] = Object.freeze([]);

/** Gives the node of a path. */
export function pathNode(path: Path): PathNode {
  return {
    path: Object.freeze(path),
    below: undefined,
    object: undefined,
    keys: noKeys,
    children: [],
    values: [],
    spare: [],
    told: [],
  };
}

/** Gives the path one key further; the same one each time. */
export function childPath(node: PathNode, key: string): PathNode {
  node.below ??= new Map();
  let child = node.below.get(key);
  if (child === undefined) {
    child = pathNode([...node.path, key]);
    node.below.set(key, child);
  }
  return child;
}

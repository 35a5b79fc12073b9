import type { Path } from "./path.ts";

/** A path and those that go on from it by a key: equal paths of many changes are one list. */
export interface PathNode {
  /** Frozen, as many changes share it. */
  readonly path: Path;
  below: Map<string, PathNode> | undefined;
}

/** Gives the node of a path. */
export function pathNode(path: Path): PathNode {
  return { path: Object.freeze(path), below: undefined };
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

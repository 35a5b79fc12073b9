import { type Identify, stepsInto } from "./element-identity.ts";
import { childOf, partOf } from "./leaf.ts";
import type { Path } from "./path.ts";

/** A part of a state that holds no other part. */
export interface Leaf {
  readonly path: Path;
  readonly value: unknown;
}

/** Gives the leaves of a value in the order of its keys; absent has none, an empty object is one. */
export function leavesOf(value: unknown, identify: Identify, path: Path = []): Leaf[] {
  if (value === undefined) return [];
  const leaves: Leaf[] = [];
  collect(leaves, value, identify, path);
  return leaves;
}

function collect(leaves: Leaf[], value: unknown, identify: Identify, path: Path): void {
  const part = partOf(value);
  if (part.kind === "leaf") {
    leaves.push({ path, value });
    return;
  }
  if (part.kind === "object") {
    for (const key of part.keys)
      collect(leaves, childOf(part.value, key), identify, [...path, key]);
    return;
  }
  for (const [index, step] of stepsInto(part.value, identify).entries())
    collect(leaves, part.value[index], identify, [...path, step]);
}

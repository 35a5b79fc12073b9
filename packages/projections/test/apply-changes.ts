import { isPlainObject } from "@audit/events";
import type { Path, PathStep, StateChange } from "@audit/projections";
import { idsOf } from "../src/leaves/element-identity.ts";

/** Gives the state that these changes make of a state: written from what changes promise, for tests. */
export function applyChanges(
  state: unknown,
  changes: readonly StateChange[],
  identify: readonly string[],
): unknown {
  const here = changes.filter(({ path }) => path.length === 0);
  let value = state;
  for (const change of here) value = change.to;
  const below = new Map<string, { step: PathStep; changes: StateChange[] }>();
  for (const change of changes) {
    const [step, ...rest] = change.path;
    if (step === undefined) continue;
    const key = JSON.stringify(step);
    const group = below.get(key) ?? { step, changes: [] };
    group.changes.push({ ...change, path: rest });
    below.set(key, group);
  }
  if (below.size === 0) return value;
  const groups = [...below.values()];
  if (groups.every(({ step }) => typeof step !== "string")) {
    if (!Array.isArray(value)) throw new Error("Elements can only change in a list");
    return applyToList(value, groups, identify);
  }
  const before = here.length > 0 ? {} : value;
  const copy = new Map(isPlainObject(before) ? Object.entries(before) : []);
  for (const { step, changes: deeper } of groups) {
    if (typeof step !== "string") throw new Error("A part is an object or a list");
    const next = applyChanges(copy.get(step), deeper, identify);
    if (next === undefined) copy.delete(step);
    else copy.set(step, next);
  }
  // Emptied and gone are told apart by a change to `{}`.
  if (copy.size === 0) return here.some(({ to }) => to !== undefined) ? {} : undefined;
  return Object.fromEntries(copy);
}

type Group = { readonly step: PathStep; readonly changes: readonly StateChange[] };

function applyToList(
  list: readonly unknown[],
  groups: readonly Group[],
  identify: readonly string[],
): unknown[] {
  const byIndex = groups.filter(({ step }) => typeof step !== "string" && "index" in step);
  if (byIndex.length === groups.length) {
    const copy = [...list];
    for (const { step, changes } of groups) {
      if (typeof step === "string" || "id" in step) continue;
      copy[step.index] = applyChanges(copy[step.index], changes, identify);
    }
    while (copy.length > 0 && copy.at(-1) === undefined) copy.pop();
    return copy;
  }
  const ids = idsOf(list, identify) ?? [];
  const elements = new Map(list.map((element, index) => [ids[index], element]));
  const placed: { at: number; element: unknown }[] = [];
  for (const { step, changes } of groups) {
    if (typeof step === "string" || "index" in step)
      throw new Error("One list, one way to compare");
    const position = changes.find((change) => change.position)?.position;
    const inside = changes.filter(
      ({ position: moved, ...rest }) => !moved || "from" in rest || "to" in rest,
    );
    const element = applyChanges(elements.get(step.id), inside, identify);
    if (position === undefined) {
      elements.set(step.id, element);
      continue;
    }
    elements.delete(step.id);
    if (position.to !== undefined) placed.push({ at: position.to, element });
  }
  const result = [...elements.values()];
  for (const { at, element } of placed.sort((a, b) => a.at - b.at)) result.splice(at, 0, element);
  return result;
}

/** Gives the leaves of a state by their paths as text. */
export function byPath(leaves: readonly { readonly path: Path; readonly value: unknown }[]) {
  return new Map(leaves.map(({ path, value }) => [JSON.stringify(path), value]));
}

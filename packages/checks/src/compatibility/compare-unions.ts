import { jsonEquals } from "@audit/events";
import { listOf, schemasByName } from "../json-schema/schema-node.ts";
import type { SchemaOption, SchemaOptions } from "../json-schema/schema-options.ts";
import type { Pair } from "./comparison.ts";
import { type Difference, difference } from "./difference.ts";

type CompareOne = (pair: Pair<SchemaOption>) => readonly Difference[];

/**
 * Gives what differs between two lists of options.
 *
 * Options are compared with the one of the same type and, among objects, of the same constant keys: the
 * discriminator. What finds no other is an option added or removed.
 */
export function compareUnions(
  { old, now }: Pair<SchemaOptions>,
  path: string,
  compareOne: CompareOne,
): readonly Difference[] {
  const [was, wasMore] = old.options;
  const [is, isMore] = now.options;
  if (was !== undefined && is !== undefined && wasMore === undefined && isMore === undefined)
    return compareOne({ old: was, now: is });

  const kinds = new Set([...old.options, ...now.options].map(kindOf));
  const found = [...kinds].sort().flatMap((kind) => {
    const ofKind = (option: SchemaOption) => kindOf(option) === kind;
    return compareGroup(
      { old: old.options.filter(ofKind), now: now.options.filter(ofKind) },
      path,
      compareOne,
    );
  });
  // An option more can take from what must match one option alone, so there no direction is safe.
  const overlapping = (side: SchemaOptions) => side.exclusive && !areDisjoint(side.options);
  return (overlapping(old) || overlapping(now)) &&
    (found.length > 0 || old.exclusive !== now.exclusive)
    ? [...found, difference("exclusive union changed", path)]
    : found;
}

function compareGroup(
  { old, now }: Pair<readonly SchemaOption[]>,
  path: string,
  compareOne: CompareOne,
): readonly Difference[] {
  const removed: SchemaOption[] = [];
  const added = [...now];
  for (const option of old) {
    const same = added.findIndex((other) => compareOne({ old: option, now: other }).length === 0);
    if (same === -1) removed.push(option);
    else added.splice(same, 1);
  }
  const [was, wasMore] = removed;
  const [is, isMore] = added;
  if (was !== undefined && is !== undefined && wasMore === undefined && isMore === undefined)
    return compareOne({ old: was, now: is });
  return [
    ...removed.map((option) => difference("union option removed", path, { was: kindOf(option) })),
    ...added.map((option) => difference("union option added", path, { is: kindOf(option) })),
  ];
}

/** Gives the type of an option and its discriminator, in words. */
function kindOf({ type, node }: SchemaOption): string {
  if (type === "integer") return "number";
  const constants = [...constantsOf(node)].map(([name, values]) => `${name}: ${values}`).sort();
  return constants.length === 0 ? type : `${type} with ${constants.join(", ")}`;
}

/** Gives the values that required keys are limited to, as text, by key. */
function constantsOf({ properties, required }: SchemaOption["node"]): ReadonlyMap<string, string> {
  const needed = listOf(required);
  const found = new Map<string, string>();
  for (const [name, schema] of schemasByName(properties))
    if (schema !== false && "const" in schema && needed.includes(name))
      found.set(name, JSON.stringify(schema.const));
  return found;
}

function areDisjoint(options: readonly SchemaOption[]): boolean {
  return options.every((one, index) =>
    options.slice(index + 1).every((other) => isDisjoint(one, other)),
  );
}

function isDisjoint(one: SchemaOption, other: SchemaOption): boolean {
  const typeOf = ({ type }: SchemaOption) => (type === "integer" ? "number" : type);
  if (typeOf(one) !== typeOf(other)) return one.type !== "any" && other.type !== "any";
  if (one.values !== undefined && other.values !== undefined)
    return !one.values.some((value) => other.values?.some((held) => jsonEquals(value, held)));
  const constants = constantsOf(other.node);
  return [...constantsOf(one.node)].some(
    ([name, value]) => constants.has(name) && constants.get(name) !== value,
  );
}

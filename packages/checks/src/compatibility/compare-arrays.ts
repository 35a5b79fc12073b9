import { type SchemaNode, schemaList, schemaNode } from "../json-schema/schema-node.ts";
import type { CompareBelow, Keywords, Pair } from "./comparison.ts";
import { type Difference, difference } from "./difference.ts";

/** Gives what differs between the items of two arrays, tuples included. */
export function compareArrays(
  { old, now }: Pair<Keywords>,
  path: string,
  below: CompareBelow,
): Difference[] {
  const first = { old: schemaList(old.prefixItems), now: schemaList(now.prefixItems) };
  const rest = { old: schemaNode(old.items), now: schemaNode(now.items) };
  const length = Math.max(first.old.length, first.now.length);
  const places = Array.from({ length }, (_, index) => ({
    item: { old: first.old[index] ?? rest.old, now: first.now[index] ?? rest.now },
    path: `${path}[${index}]`,
  }));
  return [...places, { item: rest, path: `${path}[]` }].flatMap((place) =>
    compareItems(place.item, place.path, below),
  );
}

function compareItems(
  item: Pair<SchemaNode>,
  path: string,
  below: CompareBelow,
): readonly Difference[] {
  if (item.old === false && item.now === false) return [];
  if (item.old === false) return [difference("additional items opened", path)];
  if (item.now === false) return [difference("additional items closed", path)];
  return below(item, path);
}

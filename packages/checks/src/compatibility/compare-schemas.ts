import { jsonEquals } from "@audit/events";
import { resolveRef, type SchemaNode } from "../json-schema/schema-node.ts";
import { type SchemaOption, schemaOptions } from "../json-schema/schema-options.ts";
import { annotations, listedKeywords } from "../json-schema/unlisted-keywords.ts";
import { compareArrays } from "./compare-arrays.ts";
import { compareLimits } from "./compare-limits.ts";
import { compareObjects } from "./compare-objects.ts";
import { compareTexts } from "./compare-texts.ts";
import { compareUnions } from "./compare-unions.ts";
import { compareValues } from "./compare-values.ts";
import type { CompareBelow, Keywords, Pair } from "./comparison.ts";
import { type Difference, difference } from "./difference.ts";

/**
 * Gives everything that differs between what two schemas accept, by place.
 *
 * Never says of a breaking difference that it does not break; may say the opposite of one that cannot
 * be told from the schemas alone, such as two patterns.
 */
export function compareSchemas(old: SchemaNode, now: SchemaNode): readonly Difference[] {
  return compareNodes({ old, now }, { old, now }, "metadata", []);
}

function compareNodes(
  pair: Pair<SchemaNode>,
  roots: Pair<SchemaNode>,
  path: string,
  above: readonly Pair<SchemaNode>[],
): readonly Difference[] {
  const old = resolveRef(pair.old, roots.old);
  const now = resolveRef(pair.now, roots.now);
  // A schema that holds itself: what differs in it is reported where it was met first.
  if (above.some((met) => met.old === old && met.now === now)) return [];
  const below: CompareBelow = (child, step) =>
    compareNodes(child, roots, step, [...above, { old, now }]);
  const found = { old: schemaOptions(old, roots.old), now: schemaOptions(now, roots.now) };
  const compareOne = (one: Pair<SchemaOption>) => compareOptions(one, path, below);
  const { old: was, now: is } = found;
  // Anything can be null too: there the type says it all.
  const nullable = was.nullable !== is.nullable && !isAny(was.options) && !isAny(is.options);
  return [
    ...(nullable ? [difference(is.nullable ? "nullable added" : "nullable removed", path)] : []),
    ...compareUnions(found, path, compareOne),
  ];
}

function isAny(options: readonly SchemaOption[]): boolean {
  return options.some(({ type }) => type === "any");
}

function compareOptions(
  { old, now }: Pair<SchemaOption>,
  path: string,
  below: CompareBelow,
): readonly Difference[] {
  const keywords = { old: old.node, now: now.node };
  const types = { was: old.type, is: now.type };
  const found: Difference[] = [];
  if (old.type !== now.type) {
    if (now.type === "any") return [difference("type widened", path, types)];
    if (old.type === "any") return [difference("type narrowed", path, types)];
    if (old.type === "integer" && now.type === "number")
      found.push(difference("type widened", path, types));
    else if (old.type === "number" && now.type === "integer")
      found.push(difference("type narrowed", path, types));
    else return [difference("type changed", path, types)];
  }
  found.push(
    ...compareValues({ old, now }, path),
    ...compareLimits(keywords, path),
    ...compareTexts(keywords, path),
    ...compareUnlisted(keywords, path),
  );
  if (old.type === "object") found.push(...compareObjects(keywords, path, below));
  if (old.type === "array") found.push(...compareArrays(keywords, path, below));
  return found;
}

function compareUnlisted({ old, now }: Pair<Keywords>, path: string): readonly Difference[] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((keyword) => !annotations.has(keyword) && !listedKeywords.has(keyword))
    .filter((keyword) => !jsonEquals(old[keyword], now[keyword]))
    .sort()
    .map((keyword) =>
      difference("unlisted keyword changed", path, {
        was: { [keyword]: old[keyword] },
        is: { [keyword]: now[keyword] },
      }),
    );
}

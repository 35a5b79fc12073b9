import { listOf, schemaNode } from "../json-schema/schema-node.ts";
import type { Keywords, Pair } from "./comparison.ts";
import { type Difference, difference } from "./difference.ts";

/**
 * Gives what differs between the patterns and the formats of two schemas. Whether one pattern accepts
 * more than another cannot be told: a changed one counts as removed and added.
 */
export function compareTexts({ old, now }: Pair<Keywords>, path: string): Difference[] {
  const patterns = { old: patternsOf(old), now: patternsOf(now) };
  const formats = { old: formatsOf(old), now: formatsOf(now) };
  return [
    ...onlyIn(patterns.old, patterns.now).map((was) =>
      difference("pattern removed", path, { was }),
    ),
    ...onlyIn(patterns.now, patterns.old).map((is) => difference("pattern added", path, { is })),
    ...onlyIn(formats.old, formats.now).map((was) => difference("format removed", path, { was })),
    ...onlyIn(formats.now, formats.old).map((is) => difference("format added", path, { is })),
  ];
}

function patternsOf({ pattern, allOf }: Keywords): readonly unknown[] {
  const parts = listOf(allOf).map((part) => {
    const node = schemaNode(part);
    return node === false ? undefined : node.pattern;
  });
  return [pattern, ...parts].filter((found) => found !== undefined);
}

function formatsOf({ format, contentEncoding }: Keywords): readonly unknown[] {
  return [...new Set([format, contentEncoding])].filter((found) => found !== undefined);
}

function onlyIn(one: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
  return one.filter((text) => !other.includes(text));
}

import { jsonEquals } from "@audit/events";
import type { SchemaOption } from "../json-schema/schema-options.ts";
import type { Pair } from "./comparison.ts";
import { type Difference, difference } from "./difference.ts";

/** Gives what differs between the values that two schemas are limited to: `enum`, `const`. */
export function compareValues({ old, now }: Pair<SchemaOption>, path: string): Difference[] {
  const { values: was } = old;
  const { values: is } = now;
  if (was === undefined && is === undefined) return [];
  if (was === undefined) return [difference("enum constraint added", path, { is })];
  if (is === undefined) return [difference("enum constraint removed", path, { was })];
  const lacks = (values: readonly unknown[]) => (value: unknown) =>
    !values.some((other) => jsonEquals(value, other));
  return [
    ...was.filter(lacks(is)).map((value) => difference("enum value removed", path, { was: value })),
    ...is.filter(lacks(was)).map((value) => difference("enum value added", path, { is: value })),
  ];
}

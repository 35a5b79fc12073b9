import { registry, toJSONSchema } from "zod/mini";
import { AuditError } from "./audit-error.ts";
import type { AnyAction } from "./catalog.ts";
import { isPlainObject } from "./json.ts";

/** A JSON Schema of draft 2020-12, as JSON. */
export type MetadataJsonSchema = Readonly<Record<string, unknown>>;

/**
 * Gives the JSON Schema of an action's metadata in one version, by default the latest.
 *
 * Draft 2020-12. `$id` and `title` name the action and the version; keys and `required` are sorted, so
 * one meaning has one text. What `.meta()` and `.describe()` add is left out: it checks nothing, and
 * could claim checks that nobody makes.
 *
 * @throws {AuditError} `version_unknown`, when the action has no such version
 * @example
 * metadataJsonSchema(monitorDown, 1).required; // ["region"]
 */
export function metadataJsonSchema(
  action: AnyAction,
  version: number = action.latest,
): MetadataJsonSchema {
  const found = action.versions.find(({ number }) => number === version);
  if (found === undefined)
    throw new AuditError(
      "version_unknown",
      `Cannot give the JSON Schema of "${action.name}" as the version must be 1 to ${action.latest}: current value is ${version}`,
    );
  const { $schema, ...schema } = toJSONSchema(found.schema, {
    target: "draft-2020-12",
    io: "input",
    metadata: registry(),
  });
  return {
    $schema,
    $id: `${action.name}.v${version}.json`,
    title: `${action.name}, version ${version}`,
    ...sortedKeys(schema),
  };
}

function sortedKeys(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(schema)
      .sort()
      .map((key) => [key, sorted(schema[key], key)]),
  );
}

function sorted(value: unknown, key: string): unknown {
  if (isPlainObject(value)) return sortedKeys(value);
  if (!Array.isArray(value)) return value;
  const items = value.map((item: unknown) => sorted(item, ""));
  return key === "required" ? items.sort() : items;
}

import { isPlainObject } from "@audit/events";

/** A JSON Schema or a part of one: keywords, or `false`, which nothing satisfies. */
export type SchemaNode = false | Readonly<Record<string, unknown>>;

/** Gives a part of a schema as a node; what is absent or `true` is the schema of anything. */
export function schemaNode(value: unknown): SchemaNode {
  if (value === false) return false;
  return isPlainObject(value) ? value : {};
}

/** Gives the schemas by name that a keyword holds: `properties`, `$defs`. */
export function schemasByName(value: unknown): ReadonlyMap<string, SchemaNode> {
  const entries = isPlainObject(value) ? Object.entries(value) : [];
  return new Map(entries.map(([name, schema]) => [name, schemaNode(schema)]));
}

/** Gives the schemas that a keyword lists: `anyOf`, `prefixItems`. */
export function schemaList(value: unknown): readonly SchemaNode[] {
  return listOf(value).map(schemaNode);
}

/** Gives what a keyword lists, or nothing. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Gives the node that a `$ref` inside the root points to; any other node gives itself. */
export function resolveRef(node: SchemaNode, root: SchemaNode): SchemaNode {
  if (node === false || typeof node.$ref !== "string") return node;
  const [start, ...steps] = node.$ref.split("/");
  if (start !== "#") throw new Error(`Cannot follow "${node.$ref}" as a $ref must start with "#"`);
  let target: unknown = root;
  for (const step of steps) {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    target = isPlainObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
  }
  if (target === undefined)
    throw new Error(`Cannot follow "${node.$ref}" as the schema must have what it points to`);
  return resolveRef(schemaNode(target), root);
}

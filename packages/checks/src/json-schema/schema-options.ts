import { type JsonType, jsonTypeOf } from "./json-types.ts";
import { listOf, resolveRef, type SchemaNode, schemaList } from "./schema-node.ts";

/** One of the things that a schema lets a value be, with one type. */
export interface SchemaOption {
  readonly type: Exclude<JsonType, "null"> | "integer" | "any";
  readonly node: Readonly<Record<string, unknown>>;
  /** The values it is limited to; absent where it is not. */
  readonly values?: readonly unknown[];
}

/** What a schema lets a value be. */
export interface SchemaOptions {
  readonly options: readonly SchemaOption[];
  /** It may be null as well. */
  readonly nullable: boolean;
  /** It must match one option and no other: `oneOf`. */
  readonly exclusive: boolean;
}

/**
 * Gives a schema as a flat list of options with one type each, however it is written: `$ref`, a union,
 * a list of types, an enum of mixed types. No option: nothing satisfies it.
 */
export function schemaOptions(node: SchemaNode, root: SchemaNode): SchemaOptions {
  return optionsOf(node, root, new Set());
}

function optionsOf(
  given: SchemaNode,
  root: SchemaNode,
  above: ReadonlySet<SchemaNode>,
): SchemaOptions {
  const node = resolveRef(given, root);
  // A union that is an option of itself adds nothing to itself.
  if (node === false || above.has(node)) return { options: [], nullable: false, exclusive: false };
  const union = [...schemaList(node.anyOf), ...schemaList(node.oneOf)];
  if (union.length === 0) return typedOptions(node);
  const parts = union.map((option) => optionsOf(option, root, new Set([...above, node])));
  return {
    options: parts.flatMap(({ options }) => options),
    nullable: parts.some(({ nullable }) => nullable),
    exclusive: node.oneOf !== undefined || parts.some(({ exclusive }) => exclusive),
  };
}

function typedOptions(node: Readonly<Record<string, unknown>>): SchemaOptions {
  const values = "const" in node ? [node.const] : Array.isArray(node.enum) ? node.enum : undefined;
  const types = typesOf(node, values);
  const options = types.flatMap((type): SchemaOption[] => {
    if (type === "null") return [];
    if (values === undefined) return [{ type, node }];
    const own = values.filter(
      (value) => jsonTypeOf(value) === (type === "integer" ? "number" : type),
    );
    return own.length === 0 ? [] : [{ type, node, values: own }];
  });
  const nullable = types.includes("null") && (values === undefined || values.includes(null));
  return { options, nullable, exclusive: false };
}

const known = ["boolean", "number", "integer", "string", "array", "object", "any", "null"] as const;

function typesOf(
  { type }: Readonly<Record<string, unknown>>,
  values: readonly unknown[] | undefined,
): readonly (typeof known)[number][] {
  const named = typeof type === "string" ? [type] : listOf(type);
  if (named.length > 0) return known.filter((name) => named.includes(name));
  if (values === undefined) return ["any"];
  const held = new Set(values.map(jsonTypeOf));
  return known.filter((name) => name !== "integer" && name !== "any" && held.has(name));
}

import { resolveRef, type SchemaNode } from "../json-schema/schema-node.ts";
import { schemaOptions } from "../json-schema/schema-options.ts";
import { canBe, isStructured, optionParts } from "./option-parts.ts";

/**
 * Gives the places of a schema that none of the values holds: a key, an item of a list, an object or a
 * list among the options of a union. Below a place that is not held nothing is named.
 */
export function unheldPlaces(schema: SchemaNode, values: readonly unknown[]): readonly string[] {
  return search(schema, "metadata", values, schema, []);
}

function search(
  given: SchemaNode,
  path: string,
  values: readonly unknown[],
  root: SchemaNode,
  above: readonly SchemaNode[],
): readonly string[] {
  const node = resolveRef(given, root);
  if (above.includes(node)) return [];
  const { options } = schemaOptions(node, root);
  return options.filter(isStructured).flatMap((option) => {
    const own = values.filter((value) => canBe(option, value));
    if (own.length === 0) return [`${path} as ${option.type}`];
    return optionParts(option, path).flatMap((part) => {
      const picked = own.flatMap(part.pick);
      if (picked.length === 0) return [part.path];
      return search(part.schema, part.path, picked, root, [...above, node]);
    });
  });
}

import {
  resolveRef,
  type SchemaNode,
  schemaList,
  schemaNode,
  schemasByName,
} from "../json-schema/schema-node.ts";

const anyJson = ["array", "boolean", "null", "number", "object", "string"];

/**
 * Gives the fields of an object's JSON Schema as TypeScript would say them, those that must be there
 * first: `["region: string", "latency?: number"]`.
 */
export function fieldWords(node: SchemaNode, root: SchemaNode = node): string[] {
  const { properties, required } = node === false ? {} : node;
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  const [must, may] = [true, false].map((there) =>
    [...schemasByName(properties)].filter(([name]) => needed.includes(name) === there),
  );
  const words = (mark: string, fields: typeof must = []) =>
    fields.map(([name, field]) => `${name}${mark}: ${typeWords(field, root)}`);
  return [...words("", must), ...words("?", may)];
}

function typeWords(node: SchemaNode, root: SchemaNode): string {
  const target = resolveRef(node, root);
  if (target === false) return "never";
  if (Array.isArray(target.enum))
    return target.enum.map((value) => JSON.stringify(value)).join(" | ");
  if ("const" in target) return JSON.stringify(target.const);
  const options = schemaList(target.anyOf ?? target.oneOf);
  if (options.length > 0) {
    // Not further down: a schema of any JSON holds itself.
    const types = options.map((option) => option !== false && option.type);
    if (anyJson.every((type) => types.includes(type))) return "JSON";
    return options.map((option) => typeWords(option, root)).join(" | ");
  }
  switch (target.type) {
    case "array": {
      const item = typeWords(schemaNode(target.items), root);
      return /[ |]/.test(item) && !item.startsWith("{") ? `(${item})[]` : `${item}[]`;
    }
    case "object": {
      const fields = fieldWords(target, root);
      return fields.length === 0 ? "object" : `{ ${fields.join("; ")} }`;
    }
    default:
      if (Array.isArray(target.type)) return target.type.join(" | ");
      return typeof target.type === "string" ? target.type : "JSON";
  }
}

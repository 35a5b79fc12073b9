import {
  resolveRef,
  type SchemaNode,
  schemaList,
  schemaNode,
  schemasByName,
} from "./schema-node.ts";

/** Keywords that name and comment, and check nothing. */
export const annotations: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$defs",
  "title",
  "description",
  "readOnly",
]);

/** Keywords whose every change the compatibility report has words for. */
export const listedKeywords: ReadonlySet<string> = new Set([
  ...["$ref", "type", "enum", "const", "anyOf", "oneOf"],
  ...["properties", "required", "additionalProperties", "propertyNames"],
  ...["items", "prefixItems", "minItems", "maxItems"],
  ...["minLength", "maxLength", "pattern", "allOf", "format", "contentEncoding"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
]);

/**
 * Gives the paths of what a schema says outside of the allow-list: a keyword that is not on it, or an
 * `allOf` that holds more than patterns.
 */
export function unlistedKeywords(schema: SchemaNode): readonly string[] {
  const found: string[] = [];
  walk(schema, "", schema, new Set(), found);
  return found;
}

function walk(
  given: SchemaNode,
  path: string,
  root: SchemaNode,
  seen: Set<SchemaNode>,
  found: string[],
): void {
  const node = resolveRef(given, root);
  if (node === false || seen.has(node)) return;
  seen.add(node);
  const down = (child: SchemaNode, step: string) =>
    walk(child, `${path}/${step}`, root, seen, found);
  for (const keyword of Object.keys(node))
    if (!annotations.has(keyword) && !listedKeywords.has(keyword)) found.push(`${path}/${keyword}`);
  for (const keyword of ["properties", "$defs"])
    for (const [name, child] of schemasByName(node[keyword])) down(child, `${keyword}/${name}`);
  for (const keyword of ["additionalProperties", "propertyNames", "items"])
    if (keyword in node) down(schemaNode(node[keyword]), keyword);
  for (const keyword of ["anyOf", "oneOf", "prefixItems"])
    for (const [index, child] of schemaList(node[keyword]).entries())
      down(child, `${keyword}/${index}`);
  for (const [index, part] of schemaList(node.allOf).entries())
    if (part === false || Object.keys(part).some((keyword) => keyword !== "pattern"))
      found.push(`${path}/allOf/${index}`);
}

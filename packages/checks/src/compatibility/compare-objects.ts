import { listOf, type SchemaNode, schemaNode, schemasByName } from "../json-schema/schema-node.ts";
import type { CompareBelow, Keywords, Pair } from "./comparison.ts";
import { type Difference, difference } from "./difference.ts";

/** An object's keywords, as they are compared. */
interface ObjectShape {
  readonly properties: ReadonlyMap<string, SchemaNode>;
  readonly required: ReadonlySet<unknown>;
  /** What any other key holds; `false`: a closed content model. */
  readonly additional: SchemaNode;
}

/** Gives what differs between the keys of two objects and what they hold. */
export function compareObjects(
  pair: Pair<Keywords>,
  path: string,
  below: CompareBelow,
): Difference[] {
  const old = shapeOf(pair.old);
  const now = shapeOf(pair.now);
  const names = new Set([...old.properties.keys(), ...now.properties.keys()]);
  for (const name of [...old.required, ...now.required]) names.add(String(name));
  return [
    ...[...names]
      .sort()
      .flatMap((name) => compareKey({ old, now }, name, `${path}.${name}`, below)),
    ...compareAdditional({ old: old.additional, now: now.additional }, path, below),
    ...below({ old: namesOf(pair.old), now: namesOf(pair.now) }, `${path}{key}`),
  ];
}

function shapeOf({ properties, required, additionalProperties }: Keywords): ObjectShape {
  return {
    properties: schemasByName(properties),
    required: new Set(listOf(required)),
    additional: schemaNode(additionalProperties),
  };
}

function namesOf({ propertyNames }: Keywords): SchemaNode {
  return propertyNames === undefined ? { type: "string" } : schemaNode(propertyNames);
}

function compareKey(
  { old, now }: Pair<ObjectShape>,
  name: string,
  path: string,
  below: CompareBelow,
): readonly Difference[] {
  const was = old.properties.get(name);
  const is = now.properties.get(name);
  const needed = { old: old.required.has(name), now: now.required.has(name) };
  if (was === undefined && is !== undefined && old.additional === false)
    return [difference(`${needed.now ? "required" : "optional"} property added`, path)];
  if (was !== undefined && is === undefined && now.additional === false)
    return [difference(`${needed.old ? "required" : "optional"} property removed`, path)];

  const found: Difference[] = [];
  if (needed.now && !needed.old) found.push(difference("optional made required", path));
  if (needed.old && !needed.now) found.push(difference("required made optional", path));
  // A key that an open model did not list could hold anything, so what it holds now was narrowed.
  if (was === undefined && is !== undefined && acceptsAnything(old.additional))
    found.push(difference("property added to open content model", path));
  else if (is === undefined && was !== undefined && acceptsAnything(now.additional))
    found.push(difference("property removed from open content model", path));
  else if (was !== undefined || is !== undefined)
    found.push(...below({ old: was ?? old.additional, now: is ?? now.additional }, path));
  return found;
}

function compareAdditional(
  { old, now }: Pair<SchemaNode>,
  path: string,
  below: CompareBelow,
): readonly Difference[] {
  if (old === false && now === false) return [];
  if (old === false) return [difference("additional properties opened", path)];
  if (now === false) return [difference("additional properties closed", path)];
  return below({ old, now }, `${path}.*`);
}

function acceptsAnything(schema: SchemaNode): boolean {
  return schema !== false && Object.keys(schema).length === 0;
}

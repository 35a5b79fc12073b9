import { isPlainObject, jsonEquals } from "@audit/events";
import { jsonTypeOf } from "../json-schema/json-types.ts";
import {
  listOf,
  type SchemaNode,
  schemaList,
  schemaNode,
  schemasByName,
} from "../json-schema/schema-node.ts";
import type { SchemaOption } from "../json-schema/schema-options.ts";

/** A part of an object or a list: a key, the other keys, an item. */
export interface OptionPart {
  readonly path: string;
  readonly schema: SchemaNode;
  /** Gives what a value of the whole holds there. */
  readonly pick: (whole: unknown) => readonly unknown[];
}

/** Tells whether an option is an object or a list, which have parts. */
export function isStructured({ type, values }: SchemaOption): boolean {
  return values === undefined && (type === "object" || type === "array");
}

/** Gives the parts of an object or a list, with their paths. */
export function optionParts({ type, node }: SchemaOption, path: string): readonly OptionPart[] {
  return type === "object" ? keysOf(node, path) : type === "array" ? itemsOf(node, path) : [];
}

function keysOf(node: SchemaOption["node"], path: string): readonly OptionPart[] {
  const properties = schemasByName(node.properties);
  const keys = [...properties].map(([name, schema]) => ({
    path: `${path}.${name}`,
    schema,
    pick: (whole: unknown) =>
      isPlainObject(whole) && Object.hasOwn(whole, name) ? [whole[name]] : [],
  }));
  const additional = schemaNode(node.additionalProperties);
  if (additional === false || Object.keys(additional).length === 0) return keys;
  const others = (whole: unknown) =>
    isPlainObject(whole) ? Object.entries(whole).filter(([name]) => !properties.has(name)) : [];
  const pick = (whole: unknown) => others(whole).map(([, value]) => value);
  return [...keys, { path: `${path}.*`, schema: additional, pick }];
}

function itemsOf(node: SchemaOption["node"], path: string): readonly OptionPart[] {
  const first = schemaList(node.prefixItems);
  const places = first.map((schema, index) => ({
    path: `${path}[${index}]`,
    schema,
    pick: (whole: unknown) => listOf(whole).slice(index, index + 1),
  }));
  const rest = schemaNode(node.items);
  const most = Number(node.maxItems ?? Number.POSITIVE_INFINITY);
  if (rest === false || most <= first.length) return places;
  const pick = (whole: unknown) => listOf(whole).slice(first.length);
  return [...places, { path: `${path}[]`, schema: rest, pick }];
}

/** Tells whether a value that the schema accepts can be of this option: type, keys, discriminator. */
export function canBe({ type, node }: SchemaOption, value: unknown): boolean {
  if (jsonTypeOf(value) !== type) return false;
  if (!isPlainObject(value)) return true;
  const properties = schemasByName(node.properties);
  const isConstant = ([name, schema]: readonly [string, SchemaNode]) =>
    schema === false || !("const" in schema) || jsonEquals(schema.const, value[name]);
  return (
    listOf(node.required).every((name) => Object.hasOwn(value, String(name))) &&
    (node.additionalProperties !== false ||
      Object.keys(value).every((name) => properties.has(name))) &&
    [...properties].every(isConstant)
  );
}

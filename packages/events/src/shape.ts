import type { z } from "zod";
import { isPlainObject } from "./json.ts";

/** A schema of `zod`, or of `zod/mini`. */
type Schema = z.core.$ZodType & Pick<z.ZodType, "safeParse">;

/**
 * What a schema asks for, as a table that one shared loop walks.
 *
 * Compiled validators are fast alone and lose it in a catalog of many: each is code of its own, and
 * the processor's caches hold a few. Tables are data, and the loop stays hot however many there are.
 */
export type Shape =
  | { readonly kind: "string" | "number" | "integer" | "boolean" | "null" }
  | { readonly kind: "values"; readonly values: ReadonlySet<unknown> }
  | { readonly kind: "optional" | "nullable" | "list"; readonly inner: Shape }
  | {
      readonly kind: "object";
      readonly fields: ReadonlyMap<string, Shape>;
      readonly required: number;
    }
  | { readonly kind: "schema"; readonly schema: Schema };

/** Gives the shape of a schema that {@link assertFreezable} lets pass; what has no table stays a schema. */
export function shapeOf(schema: Schema): Shape {
  // Safe: zod documents `_zod.def` of every schema as readable data; all that is read is checked.
  const def = (schema as unknown as { _zod: { def: SchemaDef } })._zod.def;
  const asSchema: Shape = { kind: "schema", schema };
  if (def.checks !== undefined && def.checks.length > 0) return asSchema;
  switch (def.type) {
    case "string":
      return def.format === undefined ? { kind: "string" } : asSchema;
    case "number":
      if (def.format === undefined) return { kind: "number" };
      return def.format === "safeint" ? { kind: "integer" } : asSchema;
    case "boolean":
    case "null":
      return { kind: def.type };
    case "enum":
      return { kind: "values", values: new Set(Object.values(def.entries ?? {})) };
    case "literal":
      return { kind: "values", values: new Set(def.values) };
    case "optional":
    case "nullable":
      return def.innerType ? { kind: def.type, inner: shapeOf(def.innerType) } : asSchema;
    case "array":
      return def.element ? { kind: "list", inner: shapeOf(def.element) } : asSchema;
    case "object":
      return isStrict(def) ? objectShape(def.shape ?? {}) : asSchema;
    default:
      return asSchema;
  }
}

interface SchemaDef {
  readonly type: string;
  readonly format?: string;
  readonly checks?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly values?: readonly unknown[];
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly catchall?: { readonly _zod: { readonly def: { readonly type: string } } };
}

function isStrict(def: SchemaDef): boolean {
  return def.catchall?._zod.def.type === "never";
}

function objectShape(shape: Readonly<Record<string, Schema>>): Shape {
  const fields = new Map(Object.entries(shape).map(([key, field]) => [key, shapeOf(field)]));
  const required = [...fields.values()].filter(({ kind }) => kind !== "optional").length;
  // A schema that may itself be optional (a union, a lazy one) cannot be counted from outside.
  const isCountable = [...fields.values()].every(({ kind }) => kind !== "schema");
  return { kind: "object", fields, required: isCountable ? required : -1 };
}

/** Tells whether a JSON value has a shape, as the schema behind it would. */
export function fits(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case "string":
      return typeof value === "string";
    case "number":
      return Number.isFinite(value);
    case "integer":
      return Number.isSafeInteger(value);
    case "boolean":
      return typeof value === "boolean";
    case "null":
      return value === null;
    case "values":
      return shape.values.has(value);
    case "optional":
      return value === undefined || fits(shape.inner, value);
    case "nullable":
      return value === null || fits(shape.inner, value);
    case "list":
      return Array.isArray(value) && value.every((item) => fits(shape.inner, item));
    case "object":
      return fitsObject(shape, value);
    case "schema":
      return shape.schema.safeParse(value).success;
  }
}

function fitsObject(
  { fields, required }: Extract<Shape, { readonly kind: "object" }>,
  value: unknown,
): boolean {
  // What is of a class may inherit what it needs: that is for the schema to say.
  if (!isPlainObject(value)) return false;
  let missing = required;
  // Not `Object.entries`: this makes no list.
  for (const key in value) {
    const field = fields.get(key);
    if (field === undefined || !fits(field, value[key])) return false;
    if (field.kind !== "optional") missing -= 1;
  }
  if (required >= 0) return missing === 0;
  for (const [key, field] of fields)
    if (!Object.hasOwn(value, key) && !fits(field, undefined)) return false;
  return true;
}

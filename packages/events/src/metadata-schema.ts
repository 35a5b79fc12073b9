import type { z } from "zod";
import { AuditError } from "./audit-error.ts";
import { hiddenCheck, isJsonLiteral } from "./freezable-checks.ts";

/**
 * A zod schema that a released version of an action can be frozen in: of `zod`, or of `zod/mini`, as the
 * built-in ones are, which has no chained methods.
 */
export type MetadataSchema = z.core.$ZodType<object> &
  Pick<z.ZodType<object>, "parse" | "safeParse">;

/** A schema holds something that JSON Schema does not show, so freezing it would not freeze it. */
export class InvalidSchemaError extends AuditError<"invalid_schema"> {
  override readonly name = "InvalidSchemaError";
  readonly action: string;
  readonly version: number;
  readonly path: string;

  constructor(facts: { action: string; version: number; path: string; must: string }) {
    const { action, version, path, must } = facts;
    super(
      "invalid_schema",
      `Cannot define version ${version} of "${action}" as ${path} must ${must}`,
    );
    this.action = action;
    this.version = version;
    this.path = path;
  }
}

const leaves = new Set(["string", "number", "int", "boolean", "null", "enum", "literal"]);

/**
 * Refuses a schema whose JSON Schema would not say all that it does.
 *
 * Allowed are strings, numbers, booleans, null, enums, literals, arrays, tuples, strict and loose
 * objects, records, unions, optional, nullable, lazy and `z.json()`. Refused are coerce, catch,
 * default, transform, pipe, overwrites such as `trim()`, custom checks, and objects that would
 * silently drop unknown keys.
 *
 * @throws {InvalidSchemaError} naming the path inside the schema
 */
export function assertFreezable(
  action: string,
  version: number,
  schema: z.core.$ZodType<object>,
): asserts schema is MetadataSchema {
  if (!("safeParse" in schema) || typeof schema.safeParse !== "function")
    throw new InvalidSchemaError({ action, version, path: "metadata", must: "be a zod schema" });
  walk(schema, "metadata", new Set(), (path, must) => {
    throw new InvalidSchemaError({ action, version, path, must });
  });
}

type Refuse = (path: string, must: string) => never;

function walk(schema: unknown, path: string, seen: Set<unknown>, refuse: Refuse): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  // Safe: zod documents `_zod.def` of every core schema as readable data; all reads below are checked.
  const def = (schema as { _zod?: { def?: Record<string, unknown> } } | undefined)?._zod?.def;
  if (def === undefined) return refuse(path, "be a zod schema");
  const kind = String(def.type);
  if (def.coerce === true) refuse(path, "not coerce: what is stored would differ from what came");
  if (def.check !== undefined) refuseHidden(def, path, refuse);
  for (const check of asList(def.checks)) refuseHidden(defOf(check), path, refuse);
  const down = (child: unknown, step: string) => walk(child, `${path}${step}`, seen, refuse);

  if (kind === "literal" && !isJsonLiteral(asList(def.values)))
    refuse(path, "not have a literal that JSON does not have");
  if (leaves.has(kind)) return;
  switch (kind) {
    case "object":
      if (def.catchall === undefined)
        refuse(path, "be z.strictObject or z.looseObject: z.object drops unknown keys silently");
      for (const [key, child] of Object.entries(asObject(def.shape))) {
        // zod reads an absent `constructor` off the prototype and takes it for given.
        if (key in Object.prototype)
          refuse(`${path}.${key}`, "have another name: every object has this one");
        down(child, `.${key}`);
      }
      if (kindOf(def.catchall) !== "never" && kindOf(def.catchall) !== "unknown")
        down(def.catchall, ".*");
      return;
    case "array":
      return down(def.element, "[]");
    case "tuple":
      for (const [index, child] of asList(def.items).entries()) down(child, `[${index}]`);
      if (def.rest) down(def.rest, "[]");
      return;
    case "record":
      if (def.mode === "loose")
        refuse(path, "not be a loose record: its other keys have no schema");
      down(def.keyType, "{key}");
      return down(def.valueType, "{}");
    case "union":
      for (const child of asList(def.options)) down(child, "");
      return;
    case "optional":
    case "nullable":
    case "readonly":
      return down(def.innerType, "");
    case "lazy":
      // Safe: zod's lazy schemas hold a function without parameters that gives the schema.
      return down((def.getter as () => unknown)(), "");
    default:
      return refuse(path, `not use z.${kind}: JSON Schema does not show what it does`);
  }
}

function refuseHidden(def: Readonly<Record<string, unknown>>, path: string, refuse: Refuse): void {
  const must = hiddenCheck(def);
  if (must !== undefined) refuse(path, must);
}

function defOf(check: unknown): Readonly<Record<string, unknown>> {
  // Safe: as above, and an unknown shape is refused for want of a name.
  return (check as { _zod?: { def?: Record<string, unknown> } } | undefined)?._zod?.def ?? {};
}

function kindOf(schema: unknown): string {
  // Safe: only read, and compared with known names.
  return String((schema as { _zod?: { def?: { type?: string } } } | undefined)?._zod?.def?.type);
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  // Safe: an object's own string keys are read and nothing else.
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

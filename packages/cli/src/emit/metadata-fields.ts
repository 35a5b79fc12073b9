import { type AnyAction, isPlainObject, metadataJsonSchema } from "@audit/events";
import { UsageError } from "../usage-error.ts";

/** The JSON Schema of a value. */
export type ValueSchema = Readonly<Record<string, unknown>>;

/** A field of an action's metadata. */
export interface MetadataField {
  readonly name: string;
  readonly schema: ValueSchema;
  readonly isRequired: boolean;
}

/** Gives the fields of an action's metadata in one version, those first that it must have. */
export function metadataFields(action: AnyAction, version = action.latest): MetadataField[] {
  const { properties, required } = metadataJsonSchema(action, version);
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(isPlainObject(properties) ? properties : {})
    .map(([name, schema]) => ({
      name,
      schema: isPlainObject(schema) ? schema : {},
      isRequired: needed.includes(name),
    }))
    .sort((a, b) => Number(b.isRequired) - Number(a.isRequired));
}

/** Gives what a field takes, in a word: `text`, `number`, `minor | major`, `list of text`. */
export function fieldType(schema: ValueSchema): string {
  if (Array.isArray(schema.enum)) return schema.enum.join(" | ");
  switch (schema.type) {
    case "string":
      return "text";
    case "integer":
      return "whole number";
    case "number":
    case "boolean":
      return schema.type;
    case "array":
      return `list of ${fieldType(isPlainObject(schema.items) ? schema.items : {})}`;
    default:
      return "JSON";
  }
}

/**
 * Reads a field's value as a person types it: by its type, lists and objects as JSON.
 *
 * @throws {UsageError} when it is not of that type
 */
export function readFieldValue({ name, schema }: MetadataField, text: string): unknown {
  const refuse = (): never => {
    throw new UsageError(
      `Cannot take ${JSON.stringify(text.slice(0, 80))} as ${name}: it must be ${fieldType(schema)}`,
    );
  };
  switch (schema.type) {
    case "string":
      return text;
    case "integer":
    case "number":
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : refuse();
    case "boolean":
      return text === "true" ? true : text === "false" ? false : refuse();
    default:
      try {
        return JSON.parse(text);
      } catch {
        return refuse();
      }
  }
}

/** Gives a value that fits a schema, for an example. */
export function sampleValue(schema: ValueSchema, name = "value"): unknown {
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const options: unknown = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(options) && isPlainObject(options[0])) return sampleValue(options[0], name);
  switch (schema.type) {
    case "integer":
    case "number":
      return typeof schema.minimum === "number" ? Math.max(1, schema.minimum) : 1;
    case "boolean":
      return true;
    case "array":
      return [sampleValue(isPlainObject(schema.items) ? schema.items : {}, name)];
    case "object": {
      const properties = isPlainObject(schema.properties) ? schema.properties : {};
      const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
      return Object.fromEntries(
        Object.entries(properties)
          .filter(([key]) => required.includes(key))
          .map(([key, child]) => [key, sampleValue(isPlainObject(child) ? child : {}, key)]),
      );
    }
    default:
      return name;
  }
}

import { isPlainObject } from "@audit/events";

/** A type as JSON Schema names it. */
export type JsonType = "null" | "boolean" | "number" | "string" | "array" | "object";

/** Gives the type of a JSON value; an integer is a number. */
export function jsonTypeOf(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (isPlainObject(value)) return "object";
  return typeof value === "string" ? "string" : typeof value === "boolean" ? "boolean" : "number";
}

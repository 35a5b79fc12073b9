import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineAction } from "./action.ts";
import { InvalidSchemaError } from "./metadata-schema.ts";

const define = (schema: z.ZodType<object>) => defineAction("site.rename").version(1, schema);
const holding = (schema: z.ZodType) => z.strictObject({ field: schema });

describe("assertFreezable", () => {
  test.each([
    ["string with limits", z.string().min(1).max(5).regex(/a/)],
    ["formats", z.email()],
    ["addresses, times, uuids", z.union([z.url(), z.iso.datetime(), z.uuid()])],
    ["beginnings and ends", z.string().startsWith("a").endsWith("b").lowercase()],
    ["integers", z.int().positive()],
    ["enums, literals, null", z.union([z.enum(["a"]), z.literal(1), z.null()])],
    ["lists and tuples", z.tuple([z.array(z.string()), z.boolean()], z.number())],
    ["nested strict objects", z.strictObject({ a: z.strictObject({}) }).optional()],
    ["loose objects", z.looseObject({ a: z.string().nullable() })],
    ["records", z.record(z.string(), z.number())],
    ["any JSON", z.json()],
    ["discriminated unions", z.discriminatedUnion("k", [z.strictObject({ k: z.literal("a") })])],
  ])("takes %s", (_, schema) => {
    expect(() => define(holding(schema))).not.toThrow();
  });

  test.each([
    ["coerce", z.coerce.number(), "metadata.field"],
    ["catch", z.string().catch(""), "metadata.field"],
    ["default", z.string().default(""), "metadata.field"],
    ["prefault", z.string().prefault(""), "metadata.field"],
    ["transform", z.string().transform(Number), "metadata.field"],
    ["preprocess", z.preprocess(String, z.string()), "metadata.field"],
    ["trim", z.string().trim(), "metadata.field"],
    ["refine", z.string().refine(() => true), "metadata.field"],
    ["date", z.date(), "metadata.field"],
    ["bigint", z.bigint(), "metadata.field"],
    ["unknown", z.unknown(), "metadata.field"],
    ["an object that strips keys", z.array(z.object({})), "metadata.field[]"],
    [
      "coerce in a list in a union",
      z.union([z.null(), z.array(z.coerce.string())]),
      "metadata.field[]",
    ],
  ])("refuses %s and says where it stands", (_, schema, path) => {
    expect(() => define(holding(schema))).toThrow(InvalidSchemaError);
    expect(() => define(holding(schema))).toThrow(`of "site.rename" as ${path} must`);
  });

  test.each(["constructor", "toString", "__proto__"])("refuses a key called %s", (key) => {
    const shape = Object.fromEntries([[key, z.string().optional()]]);
    expect(() => define(z.strictObject(shape))).toThrow(`metadata.${key} must have another name`);
  });

  test("refuses what is no schema at all", () => {
    // @ts-expect-error a plain object is not a schema
    expect(() => define({ field: "string" })).toThrow(/metadata must be a zod schema/);
  });
});

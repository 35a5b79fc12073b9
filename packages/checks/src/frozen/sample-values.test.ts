import { defineAction, metadataJsonSchema } from "@audit/events";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { sampleValues } from "./sample-values.ts";
import { unheldPlaces } from "./unheld-places.ts";

const schemaOf = (schema: z.ZodType<object>) =>
  metadataJsonSchema(defineAction("site.rename").version(1, schema));
const tree: z.ZodType<object> = z.strictObject({
  name: z.string(),
  nodes: z.lazy(() => z.array(tree)),
});

describe("sampleValues", () => {
  test("gives what is required, and everything, with texts and numbers of their own", () => {
    const schema = z.strictObject({
      from: z.string(),
      to: z.string().optional(),
      count: z.number(),
      size: z.int().optional(),
      tags: z.array(z.string()),
      owner: z.strictObject({ id: z.string(), name: z.string().nullable().optional() }),
    });
    expect(sampleValues(schemaOf(schema))).toEqual([
      { name: "minimal", value: { count: 1, from: "from", owner: { id: "id" }, tags: [] } },
      {
        name: "full",
        value: {
          count: 1,
          from: "from",
          owner: { id: "id", name: "name" },
          size: 2,
          tags: ["tags"],
          to: "to",
        },
      },
    ]);
  });

  const option = (kind: string, more: z.ZodType) => z.strictObject({ kind: z.literal(kind), more });
  test.each<[string, z.ZodType<object>]>([
    ["limits", z.strictObject({ a: z.string().min(8).max(9), b: z.int().min(5).max(6) })],
    ["bounds without their ends", z.strictObject({ a: z.number().gt(1).lt(2) })],
    ["steps", z.strictObject({ a: z.int().multipleOf(7).min(10) })],
    ["formats", z.strictObject({ a: z.email(), b: z.url(), c: z.iso.datetime(), d: z.uuid() })],
    ["patterns", z.strictObject({ a: z.string().regex(/^[A-Z]$/) })],
    ["tuples", z.strictObject({ a: z.tuple([z.string(), z.int().optional()]) })],
    ["tuples with a rest", z.strictObject({ a: z.tuple([z.string()]).rest(z.null()) })],
    ["lists with limits", z.strictObject({ a: z.array(z.boolean()).min(2).max(2) })],
    ["records", z.strictObject({ a: z.record(z.string().min(5), z.number()) })],
    ["records with named keys", z.strictObject({ a: z.record(z.enum(["x", "y"]), z.null()) })],
    ["other keys", z.strictObject({ a: z.string() }).catchall(z.number())],
    ["any JSON", z.strictObject({ a: z.json() })],
    ["enums of mixed types", z.strictObject({ a: z.literal(["a", 1, null]) })],
    [
      "objects in a union",
      z.strictObject({
        a: z.discriminatedUnion("kind", [
          option("x", z.string()),
          option("y", z.array(z.string())),
          option("z", z.union([z.strictObject({}), z.array(z.null())])),
        ]),
      }),
    ],
    ["schemas that hold themselves", tree],
  ])("satisfy the schema and together hold all of it: %s", (_, schema) => {
    const json = schemaOf(schema);
    const values = sampleValues(json).map(({ value }) => value);
    for (const value of values) expect(schema.safeParse(value).error).toBeUndefined();
    expect(unheldPlaces(json, values)).toEqual([]);
  });

  test("are the same each time", () => {
    const json = schemaOf(z.strictObject({ a: z.json(), b: z.number() }));
    expect(sampleValues(json)).toEqual(sampleValues(json));
  });

  test("refuses a pattern that no text is known for", () => {
    const json = schemaOf(z.strictObject({ code: z.string().regex(/^\d{3}-x-\d{3}$/) }));
    expect(() => sampleValues(json)).toThrow('Cannot make up "code"');
  });
});

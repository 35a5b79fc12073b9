import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { catalog } from "./built-in-catalog.ts";
import { fits, shapeOf } from "./shape.ts";

/** Schemas of every kind that metadata may have, nested at random. */
const { schema: anySchema } = fc.letrec<{ schema: z.ZodType }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthIdentifier: "schema" },
    fc.constantFrom<z.ZodType>(
      z.string(),
      z.string().min(2),
      z.email(),
      z.number(),
      z.number().positive(),
      z.int(),
      z.int32(),
      z.boolean(),
      z.null(),
      z.enum(["a", "b"]),
      z.literal(["a", 1, null, true]),
      z.json(),
    ),
    tie("schema").map((inner) => z.array(inner)),
    tie("schema").map((inner) => inner.optional()),
    tie("schema").map((inner) => inner.nullable()),
    fc.tuple(tie("schema"), tie("schema")).map((options) => z.union(options)),
    fc
      .dictionary(fc.constantFrom("a", "b", "c"), tie("schema"))
      .map((shape) => z.strictObject(shape)),
    fc.dictionary(fc.constantFrom("a", "b"), tie("schema")).map((shape) => z.looseObject(shape)),
    tie("schema").map((inner) => z.record(z.string(), inner)),
    fc.tuple(tie("schema"), tie("schema")).map((items) => z.tuple(items)),
  ),
}));

/** JSON values that often come near to fitting. */
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: "value" },
    fc.constantFrom<unknown>("a", "b", "long", "a@b.co", 1, -1, 1.5, 2 ** 40, 2 ** 60, true, null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { noNullPrototype: true }),
  ),
}));

describe("fits", () => {
  test("says what the schema says, for schemas and values of any kind", () => {
    fc.assert(
      fc.property(anySchema, anyValue, (schema, value) => {
        expect(fits(shapeOf(schema), value)).toBe(schema.safeParse(value).success);
      }),
      { numRuns: 3000 },
    );
  });

  test("needs no schema for most actions of the catalog", () => {
    const withTables = catalog.actions
      .flatMap(({ versions }) => versions)
      .filter(({ schema }) => shapeOf(schema).kind === "object");
    expect(withTables.length).toBe(catalog.actions.flatMap(({ versions }) => versions).length);
  });
});

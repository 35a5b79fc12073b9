import fc from "fast-check";
import { z } from "zod";

const { schema } = fc.letrec<{ schema: z.ZodType }>((tie) => ({
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

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: "value" },
    fc.constantFrom<unknown>("a", "b", "long", "a@b.co", 1, -1, 1.5, 2 ** 40, 2 ** 60, true, null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { noNullPrototype: true }),
  ),
}));

/** Schemas of every kind that metadata may have, nested at random. */
export const anySchema = schema;

/** JSON values that often come near to fitting. */
export const anyValue = value;

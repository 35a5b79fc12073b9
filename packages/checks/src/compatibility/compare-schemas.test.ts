import { defineAction, metadataJsonSchema } from "@audit/events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { sampleValues } from "../frozen/sample-values.ts";
import { compareSchemas } from "./compare-schemas.ts";
import { compatibilityMode } from "./compatibility-mode.ts";
import { type DifferenceKind, differenceKinds } from "./difference.ts";

/** Gives the JSON Schema of metadata with one field. */
const schemaOf = (schema: z.ZodType<object>) =>
  metadataJsonSchema(defineAction("site.rename").version(1, schema));
const holding = (field: z.ZodType) => schemaOf(z.strictObject({ field }));
const compare = (old: z.ZodType, now: z.ZodType) =>
  compareSchemas(holding(old), holding(now)).map(({ kind }) => kind);

const text = z.string();
const closed = z.strictObject({ a: text });
const open = z.looseObject({ a: text });
const kindA = z.strictObject({ k: z.literal("a"), n: z.number() });
const kindB = z.strictObject({ k: z.literal("b") });

/** One row per kind; those that turn round into another kind are tested in both directions. */
const examples: readonly (readonly [DifferenceKind, old: z.ZodType, now: z.ZodType])[] = [
  ["required property added", closed, z.strictObject({ a: text, b: text })],
  ["optional property added", closed, z.strictObject({ a: text, b: text.optional() })],
  ["property added to open content model", open, z.looseObject({ a: text, b: text.optional() })],
  ["optional made required", z.strictObject({ a: text.optional() }), closed],
  ["additional properties closed", open, closed],
  ["type narrowed", z.number().min(-5).max(5), z.int().min(-5).max(5)],
  ["type changed", text, z.boolean()],
  ["nullable removed", text.nullable(), text],
  ["enum constraint added", text, z.enum(["a"])],
  ["enum value removed", z.enum(["a", "b"]), z.enum(["b"])],
  ["union option removed", z.union([text, z.number()]), text],
  ["exclusive union changed", z.xor([text.min(1), text.max(5)]), z.xor([text.min(2), text.max(6)])],
  ["additional items closed", z.tuple([text]).rest(text), z.tuple([text])],
  ["minimum items tightened", z.array(text), z.array(text).min(1)],
  ["maximum items tightened", z.array(text).max(5), z.array(text).max(4)],
  ["minimum length tightened", text.min(1), text.min(2)],
  ["maximum length tightened", text, text.max(2)],
  ["pattern added", text, text.regex(/a/)],
  ["format added", text, z.url()],
  ["minimum tightened", z.number().min(1), z.number().gt(1)],
  ["maximum tightened", z.number(), z.number().max(5)],
  ["multiple tightened", z.number().multipleOf(2), z.number().multipleOf(4)],
  ["multiple changed", z.number().multipleOf(2), z.number().multipleOf(3)],
];

describe("compareSchemas", () => {
  test.each(examples)("finds: %s", (kind, old, now) => {
    expect(compare(old, now)).toContain(kind);
  });

  test.each(examples.map(([kind, old, now]) => [differenceKinds[kind][1], now, old] as const))(
    "finds the other way round: %s",
    (kind, old, now) => {
      expect(compare(old, now)).toContain(kind);
    },
  );

  test("finds a keyword that has no words of its own", () => {
    const [old, now] = [{ type: "array" }, { type: "array", uniqueItems: true }];
    expect(compareSchemas(old, now)).toMatchObject([
      {
        kind: "unlisted keyword changed",
        was: { uniqueItems: undefined },
        is: { uniqueItems: true },
      },
    ]);
  });

  test("has an example for every kind", () => {
    const shown = new Set(examples.flatMap(([kind]) => [kind, differenceKinds[kind][1]]));
    shown.add("unlisted keyword changed");
    expect([...shown].sort()).toEqual(Object.keys(differenceKinds).sort());
  });

  test.each<[string, z.ZodType, z.ZodType, readonly DifferenceKind[]]>([
    [
      "a key that was required and closed",
      z.strictObject({ a: text, b: text }),
      open,
      [
        "additional properties opened",
        "property removed from open content model",
        "required made optional",
      ],
    ],
    ["a key of a record", z.record(text, z.number()), z.record(text, text), ["type changed"]],
    [
      "the names of a record's keys",
      z.record(z.enum(["a"]), text),
      z.partialRecord(z.enum(["a", "b"]), text),
      ["enum value added", "required made optional"],
    ],
    [
      "a key of an object beside others of one type",
      z.strictObject({}).catchall(text),
      z.strictObject({ a: text }).catchall(text),
      ["optional made required"],
    ],
    [
      "an option of a discriminated union",
      z.discriminatedUnion("k", [kindA, kindB]),
      z.discriminatedUnion("k", [kindA.extend({ n: z.int().min(0) }), kindB]),
      ["maximum tightened", "minimum tightened", "type narrowed"],
    ],
    [
      "options of a discriminated union",
      z.discriminatedUnion("k", [kindA]),
      z.discriminatedUnion("k", [kindA, kindB]),
      ["union option added"],
    ],
    [
      "a union that now must match one option alone",
      z.union([text.min(1), text.max(5)]),
      z.xor([text.min(1), text.max(5)]),
      ["exclusive union changed"],
    ],
    [
      "an item of a tuple",
      z.tuple([text, text]),
      z.tuple([text]),
      ["additional items closed", "maximum items tightened", "minimum items loosened"],
    ],
    ["an enum of mixed types", z.literal(["a", 1]), z.literal(["a", 1, null]), ["nullable added"]],
    ["null alone", z.null(), text, ["nullable removed", "union option added"]],
    ["two patterns", text.regex(/a/), text.regex(/b/).regex(/a/), ["pattern added"]],
  ])("tells what happened to %s", (_, old, now, kinds) => {
    expect(compare(old, now).sort()).toEqual(kinds);
  });

  test("says where, and what stood there", () => {
    const list = (schema: z.ZodType) => z.array(z.strictObject({ name: schema }));
    const [found] = compareSchemas(holding(list(text.max(3))), holding(list(text.max(5))));
    expect(found).toEqual({
      kind: "maximum length loosened",
      path: "metadata.field[].name",
      breaks: "FORWARD",
      was: 3,
      is: 5,
    });
  });

  test("ends in schemas that hold themselves, and finds what differs in them", () => {
    const tree = (leaf: z.ZodType): z.ZodType<object> => {
      const node: z.ZodType<object> = z.strictObject({ leaf, nodes: z.lazy(() => z.array(node)) });
      return node;
    };
    expect(compareSchemas(schemaOf(tree(text)), schemaOf(tree(text)))).toEqual([]);
    expect(compareSchemas(schemaOf(tree(text)), schemaOf(tree(z.null())))).not.toEqual([]);
    expect(compare(z.json(), z.json())).toEqual([]);
    expect(compare(z.json(), text)).toContain("union option removed");
  });

  test("does not mind names, comments and the order of options", () => {
    expect(
      compare(z.union([text, z.null(), z.number()]), z.union([z.number(), text, z.null()])),
    ).toEqual([]);
    const described = { $id: "b", title: "B", type: "string", description: "text" };
    expect(compareSchemas({ $id: "a", type: "string" }, described)).toEqual([]);
  });
});

const leaf: fc.Arbitrary<z.ZodType> = fc.oneof(
  fc
    .record({ min: fc.nat(2), more: fc.nat(2) })
    .map(({ min, more }) => text.min(min).max(min + more)),
  fc.constantFrom<z.ZodType>(text, z.boolean(), z.number(), z.int(), z.null(), z.number().min(1)),
  fc.subarray(["a", "b", "c"], { minLength: 1 }).map((values) => z.enum(values)),
  fc.constantFrom<z.ZodType>(z.literal(["a", 1]), z.int().multipleOf(2), z.number().max(3)),
);
const { schema: anySchema } = fc.letrec<{ schema: z.ZodType; object: z.ZodType }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    leaf,
    tie("object"),
    fc.tuple(tie("schema"), fc.nat(1)).map(([item, min]) => z.array(item).min(min)),
    tie("schema").map((item) => item.nullable()),
    tie("schema").map((item) => z.record(text, item)),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((options) => z.union(options)),
    fc.array(tie("schema"), { minLength: 1, maxLength: 2 }).map((options) => z.xor(options)),
    // Safe: a tuple takes any list with a first item.
    fc
      .array(tie("schema"), { minLength: 1, maxLength: 2 })
      .map((items) => z.tuple(items as [z.ZodType])),
  ),
  object: fc
    .record({
      shape: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("schema")),
      optional: fc.subarray(["a", "b", "c"]),
      rest: fc.constantFrom("closed", "open", "numbers"),
    })
    .map(({ shape, optional, rest }) => {
      const keys = Object.entries(shape).map(
        ([key, schema]) => [key, optional.includes(key) ? schema.optional() : schema] as const,
      );
      const object = z.strictObject(Object.fromEntries(keys));
      if (rest === "closed") return object;
      return rest === "open" ? object.loose() : object.catchall(z.number());
    }),
}));

type SchemaPair = readonly [old: z.ZodType, now: z.ZodType];
/** Two schemas that differ in a few places, as versions do. */
const { pair: relatedPair } = fc.letrec<{ pair: SchemaPair }>((tie) => ({
  pair: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(leaf, leaf),
    anySchema.map((same): SchemaPair => [same, same]),
    fc
      .tuple(tie("pair"), fc.nat(2), fc.nat(2))
      .map(([[old, now], was, is]): SchemaPair => [z.array(old).min(was), z.array(now).min(is)]),
    tie("pair").map(([old, now]): SchemaPair => [old, now.nullable()]),
    tie("pair").map(([old, now]): SchemaPair => [z.record(text, old), z.record(text, now)]),
    tie("pair").map(([old, now]): SchemaPair => [z.tuple([text, old]), z.tuple([text]).rest(now)]),
    fc
      .tuple(tie("pair"), leaf)
      .map(([[old, now], more]): SchemaPair => [old, z.union([more, now])]),
    fc
      .tuple(tie("pair"), tie("pair"), fc.nat(3), fc.nat(3))
      .map(([a, b, was, is]): SchemaPair => [objectOf(a[0], b[0], was), objectOf(a[1], b[1], is)]),
  ),
}));

function objectOf(a: z.ZodType, b: z.ZodType, more: number): z.ZodType {
  const [closed, wider, open, typed] = [
    z.strictObject({ a }),
    z.strictObject({ a: a.optional(), b: b.optional() }),
    z.looseObject({ a: a.optional() }),
    z.strictObject({ a: a.optional() }).catchall(b),
  ];
  return [closed, wider, open, typed][more] ?? closed;
}

describe("compatibilityMode of compareSchemas", () => {
  const modeOf = (old: z.ZodType, now: z.ZodType) =>
    compatibilityMode(compareSchemas(holding(old), holding(now)));

  test("is FULL, without differences, for a schema and itself", () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        expect(compareSchemas(holding(schema), holding(schema))).toEqual([]);
        expect(modeOf(schema, schema)).toBe("FULL");
      }),
    );
  });

  test("is BACKWARD one way exactly when it is FORWARD the other way", () => {
    const turned = { FULL: "FULL", BACKWARD: "FORWARD", FORWARD: "BACKWARD", NONE: "NONE" };
    fc.assert(
      fc.property(anySchema, anySchema, (one, other) => {
        expect(modeOf(one, other)).toBe(turned[modeOf(other, one)]);
        const kinds = compare(one, other).map((kind) => differenceKinds[kind][1]);
        expect(kinds.sort()).toEqual(compare(other, one).sort());
      }),
    );
  });

  test("promises BACKWARD only where the new schema takes what the old takes", () => {
    let promised = 0;
    fc.assert(
      fc.property(relatedPair, ([old, now]) => {
        if (!["FULL", "BACKWARD"].includes(modeOf(old, now))) return;
        for (const { value } of sampleValues(holding(old))) {
          if (!z.strictObject({ field: old }).safeParse(value).success) continue;
          promised += 1;
          expect(z.strictObject({ field: now }).safeParse(value).success).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
    // A property that is hardly ever asked for proves nothing.
    expect(promised).toBeGreaterThan(200);
  });
});

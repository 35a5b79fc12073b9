import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { anySchema, anyValue } from "../arbitrary-schema.fixture.ts";
import { copyJson } from "../json.ts";
import { jsonBytesAtMost } from "../limits.ts";
import { shapeOf } from "../shape.ts";
import { takeMetadata } from "./take-metadata.ts";

/** What JSON does not carry, or not as it is, next to what it does. */
const { odd } = fc.letrec<{ odd: unknown }>((tie) => ({
  odd: fc.oneof(
    { maxDepth: 2, depthIdentifier: "odd" },
    { weight: 4, arbitrary: anyValue },
    fc.constantFrom<unknown>(undefined, -0, Number.NaN, Infinity, "\ud800", new Date(0), 1n, "ü😀"),
    fc.array(tie("odd"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "__proto__", "\udc00"), tie("odd"), {
      noNullPrototype: true,
    }),
  ),
}));

function isFrozen(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozen);
}

describe("takeMetadata", () => {
  test("takes only what JSON carries and the schema lets pass, and gives what these give", () => {
    let taken = 0;
    fc.assert(
      fc.property(anySchema, odd, (schema, value) => {
        const found = takeMetadata(shapeOf(schema), value, 100_000);
        if (found === undefined) return;
        taken += 1;
        const { copy, problems } = copyJson(value, "metadata");
        const parsed = schema.safeParse(copy);
        expect(problems).toEqual([]);
        expect(found.copy).toStrictEqual(copy);
        expect(parsed.data).toEqual(found.copy);
        expect(JSON.stringify(found.copy)).toBe(JSON.stringify(copy));
        expect(isFrozen(found.copy)).toBe(true);
        expect(found.bytesAtMost).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(copy)));
        expect(found.bytesAtMost).toBeLessThanOrEqual(jsonBytesAtMost(copy));
      }),
      { numRuns: 10_000 },
    );
    expect(taken).toBeGreaterThan(300);
  });

  test("takes what fits a table without a second look", () => {
    const schema = z.strictObject({ a: z.string(), b: z.array(z.int()).optional() });
    const value = { a: "x", b: [1, -0] };
    const found = takeMetadata(shapeOf(schema), value, 100_000);
    expect(found?.copy).toStrictEqual({ a: "x", b: [1, 0] });
    expect(found?.copy).not.toBe(value);
  });

  test("ends on what is without end", () => {
    const shape = shapeOf(z.strictObject({ any: z.json() }));
    const cycle: Record<string, unknown> = {};
    cycle.any = cycle;
    expect(takeMetadata(shape, cycle, 100_000)).toBeUndefined();
    let deep: unknown = 1;
    for (let level = 0; level < 99; level++) deep = [deep];
    expect(takeMetadata(shape, { any: deep }, 100_000)).toBeDefined();
    expect(takeMetadata(shape, { any: [deep] }, 100_000)).toBeUndefined();
    let shared: unknown = 1;
    for (let level = 0; level < 50; level++) shared = [shared, shared];
    expect(takeMetadata(shape, { any: shared }, 100_000)).toBeUndefined();
  });
});

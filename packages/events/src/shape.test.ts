import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anySchema, anyValue } from "./arbitrary-schema.fixture.ts";
import { catalog } from "./built-in-catalog.ts";
import { fits, shapeOf } from "./shape.ts";

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

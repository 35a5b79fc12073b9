import { catalog, metadataJsonSchema } from "@audit/events";
import { describe, expect, test } from "vitest";
import { unlistedKeywords } from "./unlisted-keywords.ts";

describe("unlistedKeywords", () => {
  test("finds none in the schemas of the built-in actions", () => {
    for (const action of catalog.actions)
      for (const { number } of action.versions)
        expect(unlistedKeywords(metadataJsonSchema(action, number))).toEqual([]);
  });

  test("finds them wherever they stand, once, and ends", () => {
    const schema = {
      type: "object",
      properties: { a: { default: 1 }, b: { $ref: "#" }, default: { type: "string" } },
      additionalProperties: { items: { prefixItems: [{ if: {} }] } },
      anyOf: [{ not: {} }],
      allOf: [{ pattern: "a" }, { minimum: 1 }],
      $defs: { c: { uniqueItems: true } },
    };
    expect(unlistedKeywords(schema)).toEqual([
      "/properties/a/default",
      "/$defs/c/uniqueItems",
      "/additionalProperties/items/prefixItems/0/if",
      "/anyOf/0/not",
      "/allOf/1",
    ]);
  });
});

import { defineAction, metadataJsonSchema } from "@audit/events";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { unheldPlaces } from "./unheld-places.ts";

describe("unheldPlaces", () => {
  const schema = z.strictObject({
    list: z.array(z.strictObject({ a: z.string(), b: z.string().optional() })),
    either: z.union([z.strictObject({ x: z.null() }), z.array(z.string())]),
  });
  const json = metadataJsonSchema(defineAction("site.rename").version(1, schema));

  test.each([
    [
      { list: [], either: [] },
      ["metadata.either as object", "metadata.either[]", "metadata.list[]"],
    ],
    [{ list: [{ a: "" }], either: [""] }, ["metadata.either as object", "metadata.list[].b"]],
    [{ list: [{ a: "" }, { a: "", b: "" }], either: { x: null } }, ["metadata.either as array"]],
  ])("names what %j does not hold", (value, places) => {
    expect(unheldPlaces(json, [value]).toSorted()).toEqual(places);
  });

  test("takes the values together", () => {
    const values = [
      { list: [{ a: "", b: "" }], either: { x: null } },
      { list: [], either: [""] },
    ];
    expect(unheldPlaces(json, values)).toEqual([]);
  });
});

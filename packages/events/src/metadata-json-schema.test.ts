import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineAction } from "./action.ts";
import { incidentCreate, incidentUpdate } from "./actions/incident.ts";
import { catalog } from "./built-in-catalog.ts";
import { metadataJsonSchema } from "./metadata-json-schema.ts";

describe("metadataJsonSchema", () => {
  test("names the action and the version, in draft 2020-12", () => {
    expect(metadataJsonSchema(incidentCreate, 1)).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "incident.create.v1.json",
      title: "incident.create, version 1",
      type: "object",
      properties: { cronTimestamp: { type: "number" }, incidentId: { type: "number" } },
      additionalProperties: false,
    });
  });

  test("gives the latest version unless another is asked for", () => {
    expect(metadataJsonSchema(incidentCreate)).toEqual(metadataJsonSchema(incidentCreate, 2));
    expect(metadataJsonSchema(incidentCreate).required).toEqual(["monitors", "severity", "title"]);
  });

  test.each([0, 3, 1.5])("refuses version %s of an action that has two", (version) => {
    expect(() => metadataJsonSchema(incidentCreate, version)).toThrow(
      `version must be 1 to 2: current value is ${version}`,
    );
  });

  test("gives one text for one meaning, whatever the order of the keys", () => {
    const fields = { b: z.string(), required: z.enum(["y", "x"]), a: z.strictObject({}) };
    const { a, b, required } = fields;
    const [one, other] = [fields, { a, required, b }].map((shape) =>
      JSON.stringify(
        metadataJsonSchema(defineAction("site.rename").version(1, z.strictObject(shape))),
      ),
    );
    expect(one).toBe(other);
    expect(one).toContain('"enum":["y","x"]');
  });

  test("leaves out what a schema says and does not check", () => {
    const note = z.string().meta({ id: "Note", maxLength: 5, description: "a note" });
    const action = defineAction("site.rename").version(1, z.strictObject({ note }));
    expect(metadataJsonSchema(action).properties).toEqual({ note: { type: "string" } });
  });

  test("refers to itself where any JSON is allowed", () => {
    expect(JSON.stringify(metadataJsonSchema(incidentUpdate))).toContain('"$ref":"#/$defs/');
  });

  test("gives what zod can read back, for every action and version", () => {
    for (const action of catalog.actions)
      for (const { number } of action.versions)
        expect(() => z.fromJSONSchema(metadataJsonSchema(action, number))).not.toThrow();
  });
});

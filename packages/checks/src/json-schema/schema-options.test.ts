import { describe, expect, test } from "vitest";
import { schemaNode } from "./schema-node.ts";
import { schemaOptions } from "./schema-options.ts";

const root = {
  $defs: {
    text: { type: "string" },
    loop: { anyOf: [{ $ref: "#/$defs/loop" }, { type: "boolean" }] },
    "a/b": { type: "number" },
  },
};
const optionsOf = (schema: unknown) => {
  const { options, nullable, exclusive } = schemaOptions(schemaNode(schema), root);
  const shown = options.map(({ type, values }) =>
    values === undefined ? type : `${type} ${JSON.stringify(values)}`,
  );
  return [...shown, ...(nullable ? ["null"] : []), ...(exclusive ? ["exclusive"] : [])];
};

describe("schemaOptions", () => {
  test.each<[unknown, string[]]>([
    [{ type: "string" }, ["string"]],
    [{ type: ["null", "string"] }, ["string", "null"]],
    [{ type: "null" }, ["null"]],
    [{}, ["any"]],
    [true, ["any"]],
    [false, []],
    [{ const: "a" }, ['string ["a"]']],
    [{ enum: ["a", 1, null, "b"] }, ["number [1]", 'string ["a","b"]', "null"]],
    [{ type: ["string", "null"], enum: ["a", null] }, ['string ["a"]', "null"]],
    [{ type: ["string", "null"], enum: ["a"] }, ['string ["a"]']],
    [
      { anyOf: [{ type: "null" }, { oneOf: [{ type: "integer" }, { type: "array" }] }] },
      ["integer", "array", "null", "exclusive"],
    ],
    [{ $ref: "#/$defs/text" }, ["string"]],
    [{ $ref: "#/$defs/a~1b" }, ["number"]],
    [{ $ref: "#/$defs/loop" }, ["boolean"]],
  ])("gives %j as a list of options", (schema, options) => {
    expect(optionsOf(schema)).toEqual(options);
  });

  test.each(["#/$defs/gone", "other.json", "#/$defs/__proto__"])(
    "refuses the reference %s",
    ($ref) => {
      expect(() => optionsOf({ $ref })).toThrow(/^Cannot follow/);
    },
  );
});

import { describe, expect, test } from "vitest";
import { parseSchema } from "./parse-schema.ts";
import { readDirectives } from "./read-directives.ts";

describe("parseSchema", () => {
  test("takes columns on one line or many, and a trailing comma", () => {
    expect(schema("  a String, b\n    Array(\n      String), \n")).toEqual([
      { name: "a", type: "String" },
      { name: "b", type: "Array(\n      String)" },
    ]);
  });

  test.each([
    ["  a String,\n\n  # b\n  a Int32", 5, 'define column "a" as its name must be new here'],
    ["  a String,\n  b Boolean", 3, 'read column "b" as its type must be Bool'],
    ["  a String,\n  b Array(String", 3, "its partner: current value is ("],
    ["  a String,\n  b String)", 3, "its partner: current value is )"],
    ["  a String,\n  b String DEFAULT 'x", 3, "its partner: current value is '"],
    ["  a Array(String]", 2, "its partner: current value is ]"],
  ])("refuses %j", (block, line, message) => {
    expect(() => schema(block)).toThrow(`a.datasource:${line}: Cannot`);
    expect(() => schema(block)).toThrow(message);
  });
});

function schema(block: string) {
  const [statement] = readDirectives(`SCHEMA >\n${block}`, "a.datasource");
  if (statement === undefined) throw new Error("no statement");
  return parseSchema(statement);
}

import { describe, expect, test } from "vitest";
import { parseIndexes } from "./parse-indexes.ts";
import { readDirectives } from "./read-directives.ts";

describe("parseIndexes", () => {
  test("reads one index a line, with or without INDEX, GRANULARITY and a comma", () => {
    expect(
      indexes(
        "  INDEX by_target targets TYPE bloom_filter(0.01) GRANULARITY 4,\n  seen min(a, b) type minmax",
      ),
    ).toEqual([
      { name: "by_target", expression: "targets", type: "bloom_filter(0.01)", granularity: 4 },
      { name: "seen", expression: "min(a, b)", type: "minmax" },
    ]);
  });

  test.each([
    ["  (a) TYPE minmax", "read an index as it must be: name expression TYPE type GRANULARITY n"],
    ["  a b", 'read index "a" as it must be'],
    ["  a TYPE minmax", 'read index "a" as it must be'],
    ["  a b TYPE minmax GRANULARITY x", "GRANULARITY must be a whole number from 1"],
    ["  a b TYPE minmax\n  a b TYPE minmax", 'define index "a" as its name must be new here'],
  ])("refuses %j", (block, message) => {
    expect(() => indexes(block)).toThrow(message);
  });
});

function indexes(block: string) {
  const [statement] = readDirectives(`INDEXES >\n${block}`, "a.datasource");
  if (statement === undefined) throw new Error("no statement");
  return parseIndexes(statement);
}

import { describe, expect, test } from "vitest";
import { parseColumn } from "./parse-column.ts";
import { tokenizeSql } from "./tokenize-sql.ts";

describe("parseColumn", () => {
  test.each([
    ["a String", { name: "a", type: "String" }],
    ["`odd name` String", { name: "odd name", type: "String" }],
    ["a Nullable(DateTime64(3, 'UTC'))", { name: "a", type: "Nullable(DateTime64(3, 'UTC'))" }],
    ["a Enum8('x, y' = 1, 'Boolean' = 2)", { name: "a", type: "Enum8('x, y' = 1, 'Boolean' = 2)" }],
    ["a AggregateFunction(uniq, String)", { name: "a", type: "AggregateFunction(uniq, String)" }],
    ["a String DEFAULT 'it''s, (ok'", { name: "a", type: "String", default: "'it''s, (ok'" }],
    [
      "a String DEFAULT if(b = 'json:', `c`, lower(concat('x', ')'))) `json:$.a.b-c`",
      {
        name: "a",
        type: "String",
        default: "if(b = 'json:', `c`, lower(concat('x', ')')))",
        jsonPath: "$.a.b-c",
      },
    ],
    [
      "a Int32 CODEC(Delta, ZSTD(3)) `json:$.a` DEFAULT -1",
      { name: "a", type: "Int32", codec: "Delta, ZSTD(3)", jsonPath: "$.a", default: "-1" },
    ],
    ["a DEFAULT now()", { name: "a", type: "", default: "now()" }],
    [
      "a Array(Array(Int8)) `json:$.a.b[:][:]`",
      { name: "a", type: "Array(Array(Int8))", jsonPath: "$.a.b[:][:]" },
    ],
    ["a String default 1 + /* two */ 2", { name: "a", type: "String", default: "1 +   2" }],
  ])("reads %s", (text, column) => {
    expect(parse(text)).toEqual(column);
  });

  test.each([
    ["'a' String", "read a column as it must begin with a name"],
    ["a", 'read column "a" as a column must have a type after its name'],
    ["a `json:$.a`", "a column must have a type after its name, or a DEFAULT"],
    ["a MATERIALIZED 1", "Tinybird has no MATERIALIZED columns"],
    ["a Boolean", "its type must be Bool, not Boolean"],
    ["a Nullable(Int)", "its type must have a width, as Int32 has"],
    ["a DateTime64", "DateTime64 must have a precision"],
    ["a Nullable(DateTime64('UTC'))", "DateTime64 must have a precision"],
    ["a String NULL", "it must say Nullable(...), not NULL or NOT NULL"],
    ["a String NOT NULL", "it must say Nullable(...), not NULL or NOT NULL"],
    ["a String MATERIALIZED 1", "Tinybird has no MATERIALIZED columns"],
    ["a String TTL b", "ENGINE_TTL must say the TTL"],
    ["INDEX x a TYPE set(1)", "indexes must stand in INDEXES >"],
    ["a String DEFAULT", "DEFAULT must have an expression"],
    ["a String CODEC", "CODEC must have its codecs in brackets"],
    ["a String DEFAULT 1 `json:$.a` DEFAULT 2", "it must have no clause twice"],
    ["a String `json:$.a[:].b`", "its JSON path must be like $.a.b, $.a[:] or $"],
    ["a String hello", "only a JSON path, DEFAULT or CODEC may follow the type"],
  ])("refuses %s", (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});

function parse(text: string) {
  return parseColumn([...tokenizeSql(text)], (cannot, as) => new Error(`${cannot} as ${as}`));
}

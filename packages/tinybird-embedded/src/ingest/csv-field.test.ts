import { describe, expect, test } from "vitest";
import { fieldAsJson } from "./csv-field.ts";

describe("fieldAsJson", () => {
  test.each([
    ["a", "String", '"a"'],
    ["", "String", '""'],
    ["", "LowCardinality(String)", '""'],
    ["", "Nullable(String)", undefined],
    ["", "Int32", undefined],
    ["\\N", "String", '"\\\\N"'],
    ["\\N", "Nullable(String)", "null"],
    ["\\N", "Int32", "null"],
    ["7", "Int32", "7"],
    ["+007", "Int32", "7"],
    ["-0", "Int32", "-0"],
    ["18446744073709551615", "UInt64", "18446744073709551615"],
    ["1.5", "Int32", '"1.5"'],
    ["1.5", "Float64", "1.5"],
    ["1.50", "Decimal(10, 2)", "1.50"],
    ["TRUE", "Bool", "true"],
    ["1", "Bool", "1"],
    ["2024-01-01", "Date", '"2024-01-01"'],
    ["7", "String", '"7"'],
    ['["a"]', "Array(String)", '["a"]'],
    ["['a']", "Array(String)", "\"['a']\""],
    ['{"a":\n1}', "Map(String, UInt8)", '{"a": 1}'],
  ])("reads %j as %s", (field, type, json) => {
    expect(fieldAsJson(field, type)).toBe(json);
  });
});

import { describe, expect, test } from "vitest";
import { parseColumnType } from "./column-type.ts";
import { fitsType } from "./fits-type.ts";

const fits = (value: string, type: string) => fitsType(value, parseColumnType(type));

describe("fitsType", () => {
  test.each([
    ["UInt8", ["0", "255", "true"], ["256", "-1", "1.0", "1e2", '"1"', "null", "[]"]],
    ["Int8", ["-128", "127"], ["-129", "128"]],
    ["Int64", ["9223372036854775807", "-9223372036854775808"], ["9223372036854775808", "1e18"]],
    ["UInt64", ["18446744073709551615"], ["18446744073709551616", "-1"]],
    ["UInt256", [String(2n ** 256n - 1n)], [String(2n ** 256n)]],
    ["Int128", ["1", '"-1"', `"${2n ** 127n - 1n}"`], [`"${2n ** 127n}"`, '"x"', '""', '"1.0"']],
    ["Float32", ["1", "-1.5e3", "3.4e38"], ["3.5e38", '"1"', "true", "null"]],
    ["Float64", ["1e308", "0.1"], ["1e309", "-1e309", '"NaN"']],
    ["Nullable(UInt8)", ["null", "1"], ["256"]],
    ["LowCardinality(Nullable(UInt8))", ["null", "1"], ["256"]],
    ["SimpleAggregateFunction(max, UInt8)", ["1"], ["256"]],
    ["Array(UInt8)", ["[]", "[1, 2]"], ["[1, 256]", "[null]", '"[1]"', "{}", "1"]],
    ["Array(Array(Nullable(Int8)))", ["[[1,null],[]]"], ["[[128]]", "[null]"]],
    ["Map(String, UInt8)", ["{}", '{"a":1}'], ['{"a":256}', '{"a":null}', "[]"]],
    ["String", ['"x"', "1", "{}", "[1]", "true"], ["null"]],
    ["JSON", ["{}", "null"], []],
    ["Enum8('a(b' = 1, 'c\\')' = 2)", ['"c"'], ["null"]],
  ])("knows what %s holds", (type, good, bad) => {
    for (const value of good) expect([value, fits(value, type)]).toEqual([value, true]);
    for (const value of bad) expect([value, fits(value, type)]).toEqual([value, false]);
  });

  test.each([
    [
      "Date",
      ['"1970-01-01"', '"2149-06-06"', "0", "65535"],
      [
        '"1969-12-31"',
        '"2149-06-07"',
        '"2024-02-30"',
        '"2024-1-33"',
        '"2024-01-01 00:00:00"',
        "65536",
        "-1",
        "1.5",
      ],
    ],
    ["Date32", ['"1900-01-01"', '"2299-12-31"', "-1"], ['"1899-12-31"', '"2300-01-01"']],
    [
      "DateTime",
      [
        '"1970-01-01 00:00:00"',
        '"2106-02-06T23:59:59Z"',
        "0",
        "1704067200",
        '"1704067200"',
        '"2024-01-01"',
      ],
      [
        '"1969-12-31 23:59:59"',
        '"2200-01-01 00:00:00"',
        "-1",
        "99999999999",
        '"9999999999"',
        '"2024-01-01 25:00:00"',
        '"2024-01-01 10:60:00"',
        '"2024-01-01 10:00:61"',
      ],
    ],
    ["DateTime('UTC')", ['"2024-01-01 10:00:00"'], ['"2200-01-01 00:00:00"']],
    [
      "DateTime64(3)",
      [
        '"2024-01-01T10:00:00.123+02:00"',
        "1704067200000",
        "-1",
        '"Mon, 01 Jan 2024 10:00:00 GMT"',
        '"1900-01-01 00:00:00"',
      ],
      [
        '"1899-12-31 00:00:00"',
        '"2300-01-01 00:00:00"',
        "99999999999999999",
        "1.5",
        '"2023-02-29"',
        "true",
      ],
    ],
    ["DateTime64(9)", ["1704067200000000000"], ["9300000000000000000"]],
  ])("knows what %s holds", (type, good, bad) => {
    for (const value of good) expect([value, fits(value, type)]).toEqual([value, true]);
    for (const value of bad) expect([value, fits(value, type)]).toEqual([value, false]);
  });
});

describe("parseColumnType", () => {
  test("takes a type apart, without what only wraps it", () => {
    expect(
      parseColumnType("Map(LowCardinality(String), Array( Nullable(Decimal(9, 2)) ))"),
    ).toEqual({
      name: "Map",
      arguments: [
        { name: "String", arguments: [] },
        {
          name: "Array",
          arguments: [
            {
              name: "Nullable",
              arguments: [
                {
                  name: "Decimal",
                  arguments: [
                    { name: "9", arguments: [] },
                    { name: "2", arguments: [] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
  });
});

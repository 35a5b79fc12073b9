import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseColumnType } from "./column-type.ts";
import { fitsType } from "./fits-type.ts";
import { type LineScan, scanLines } from "./scan-lines.ts";

const types = { id: "String", n: "Int64", small: "UInt8", tags: "Array(String)" };
const columns = Object.entries(types).map(([name, type]) => ({
  name,
  parsedType: parseColumnType(type),
  path: [name],
  hasDefault: name === "small",
}));
const scan: LineScan = scanLines(columns) ?? { skip: () => -1, left: new Set() };
const row = (changes: Readonly<Record<string, string>> = {}) => {
  const members = { id: '"a"', n: "1", small: "0", tags: "[]", ...changes };
  return `{${Object.entries(members).map(([name, value]) => `"${name}":${value}`)}}`;
};

describe("scanLines", () => {
  test.each([
    row(),
    row({ id: String.raw`"\"\\\/\b\f\n\r\t é😀"`, n: "-9223372036854775808", small: "255" }),
    '{ "tags" : [ "a" , "b" ] , "small" : 1 , "n" : -1 , "id" : "x" }',
  ])("takes %s", (text) => {
    expect(scan.skip(text, 0)).toBe(text.length);
  });

  test.each([
    ["a number out of range", row({ small: "256" })],
    ["more than 64 bits", row({ n: "9223372036854775808" })],
    ["a fraction", row({ n: "1.0" })],
    ["a leading zero", row({ n: "01" })],
    ["a negative zero", row({ n: "-0" })],
    ["another type", row({ id: "1" })],
    ["null", row({ id: "null" })],
    ["a null in a list", row({ tags: "[null]" })],
    ["a comma at the end of a list", row({ tags: '["a",]' })],
    ["an escape by its number", row({ id: String.raw`"\ud800"` })],
    ["an escape that is none", row({ id: String.raw`"\x"` })],
    ["a control character", row({ id: '"\t"' })],
    ["a column more", row({ other: "1" })],
    ["a column twice", row().replace("{", '{"n":1,')],
    ["a column without a DEFAULT less", '{"id":"a","n":1,"small":0}'],
    ["a string without end", '{"id":"a'],
    ["a list", "[]"],
    ["nothing", ""],
  ])("leaves %s to the thorough way", (_, text) => {
    expect(scan.skip(text, 0)).toBe(-1);
  });

  test("names the columns that are left to a DEFAULT", () => {
    const text = '{"id":"a","n":1,"tags":[]}';
    expect(scan.skip(text, 0)).toBe(text.length);
    expect([...scan.left]).toEqual([2]);
  });

  const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
  const fitting = {
    id: fc.string({ unit: "grapheme" }).map((text) => JSON.stringify(text)),
    n: fc.bigInt(int64).map(String),
    small: fc.integer({ min: 0, max: 255 }).map(String),
    tags: fc.array(fc.string({ unit: "grapheme-ascii" })).map((texts) => JSON.stringify(texts)),
  };

  test("takes what JSON.stringify makes of values that fit, but for escapes by their number", () => {
    fc.assert(
      fc.property(fc.record(fitting), (values) => {
        const text = row(values);
        expect(scan.skip(text, 0)).toBe(/(?<!\\)(\\\\)*\\u/.test(text) ? -1 : text.length);
      }),
    );
  });

  test("takes nothing but JSON whose values fit", () => {
    const any = fc.oneof(fc.json(), fc.string(), fc.bigInt().map(String));
    const mostly = (values: fc.Arbitrary<string>) =>
      fc.oneof({ arbitrary: values, weight: 4 }, any);
    const values = fc.record({
      id: mostly(fitting.id),
      n: mostly(fitting.n),
      small: mostly(fitting.small),
      tags: mostly(fitting.tags),
    });
    fc.assert(
      fc.property(values, (each) => {
        const text = row(each);
        if (scan.skip(text, 0) !== text.length) return;
        const read: Record<string, unknown> = JSON.parse(text);
        expect(Object.keys(read)).toEqual(Object.keys(types));
        expect(read).toMatchObject({ id: expect.any(String), small: expect.any(Number) });
        expect(fitsType(String(read.small), parseColumnType("UInt8"))).toBe(true);
        expect(String(BigInt.asIntN(64, BigInt(each.n)))).toBe(each.n.trim());
        expect(read.tags).toEqual(expect.any(Array));
        for (const tag of Array.isArray(read.tags) ? read.tags : [])
          expect(tag).toBeTypeOf("string");
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ["of a type that may change a value", { name: "at", path: ["at"], type: "DateTime" }],
    ["that is read by another name", { name: "a", path: ["b"], type: "String" }],
    ["with a dot in its name", { name: "a.b", path: ["a.b"], type: "String" }],
  ])("tells no row with a column %s", (_, { name, path, type }) => {
    expect(
      scanLines([{ name, path, hasDefault: false, parsedType: parseColumnType(type) }]),
    ).toBeUndefined();
  });
});

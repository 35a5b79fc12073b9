import { describe, expect, test } from "vitest";
import { renderTemplate } from "../render-template.ts";

describe("type functions", () => {
  test.each([
    ["Int8", "-128", "toInt8('-128')"],
    ["Int8", "+5", "toInt8('5')"],
    ["UInt8", "255", "toUInt8('255')"],
    ["Int16", "32767", "toInt16('32767')"],
    ["UInt64", "18446744073709551615", "toUInt64('18446744073709551615')"],
    [
      "Int128",
      "-170141183460469231731687303715884105728",
      "toInt128('-170141183460469231731687303715884105728')",
    ],
    ["UInt256", `${2n ** 256n - 1n}`, `toUInt256('${2n ** 256n - 1n}')`],
    ["Int", "007", "7"],
    ["Integer", "-1", "-1"],
    ["Float32", "1", "toFloat32('1.0')"],
    ["Float64", " .5e-7 ", "toFloat64('5e-08')"],
    ["Float64", "inf", "toFloat64('inf')"],
    ["Date", "2020-01-02", "'2020-01-02'"],
    ["DateTime", "2020-01-02T03:04:05Z", "'2020-01-02T03:04:05Z'"],
    ["DateTime64", "2020-01-02 03:04:05.678", "'2020-01-02 03:04:05.678'"],
    ["DateTime", "2020-01-02 03:04:05' OR 1", "'2020-01-02 03:04:05\\' OR 1'"],
    ["Boolean", "0", "0"],
    ["Boolean", "no", "1"],
    ["String", "", "''"],
  ])("%s takes %j", (type, x, sql) => {
    expect(renderTemplate(`%{{ ${type}(x) }}`, { parameters: { x } }).sql).toBe(sql);
  });

  test.each([
    ["Int8", "128"],
    ["Int8", "-129"],
    ["UInt8", "256"],
    ["UInt8", "-1"],
    ["UInt8", "+1"],
    ["UInt256", `${2n ** 256n}`],
    ["Int64", "1.0"],
    ["Int64", "1\n"],
    ["Int64", "1_000"],
    ["Int64", "9".repeat(1000)],
    ["Float32", "1_0"],
    ["Float32", "0x10"],
    ["Float32", ""],
    ["Date", "2020-01-02 "],
    ["Date", "02/01/2020"],
    ["DateTime", "2020-01-02"],
    ["DateTime64", "2020-01-02 03:04:05"],
  ])("%s refuses %j", (type, x) => {
    expect(() => renderTemplate(`%{{ ${type}(x) }}`, { parameters: { x } })).toThrow(
      `Template Syntax Error: Error validating '${x}' to type ${type}`,
    );
  });

  test("refuse a list, but for Array", () => {
    const parameters = { x: ["a", "b"] };
    expect(() => renderTemplate("%{{ String(x) }}", { parameters })).toThrow(
      "Error validating '['a', 'b']' to type String",
    );
  });

  test("take a default that is not written as a text", () => {
    const template = "%{{ Int32(a, 5) }} {{ String(b, 5) }} {{ Float64(c, default=2) }}";
    expect(renderTemplate(template, { parameters: {} }).sql).toBe(
      "toInt32('5') '5' toFloat64('2.0')",
    );
  });
});

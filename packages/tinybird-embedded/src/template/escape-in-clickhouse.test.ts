import { Session } from "chdb";
import { afterAll, describe, expect, test } from "vitest";
import { renderTemplate } from "./render-template.ts";

const VALUES = [
  "plain",
  "it's",
  'say "hi"',
  "back\\slash and \\' and \\",
  "100% \\% %%",
  "a,b,[c]",
  "line\nend\r\ttab",
  "nul\0l\b",
  "`tick` $dollar {x:String} {{y}}",
  "emoji 😀 é 漢",
  "'; DROP TABLE t; --",
  "",
];

describe("ClickHouse", () => {
  const session = new Session();
  afterAll(() => session.cleanup());

  test("reads back the values of sql_unescape, without double quotes", () => {
    const expected = VALUES.map((x) => x.replaceAll('"', ""));
    expect(VALUES.map((x) => select("{{ sql_unescape(String(x), '%') }}", x))).toEqual(expected);
  });

  test("reads back the values of String, with a backslash before each %", () => {
    const expected = VALUES.map((x) => x.replaceAll("%", "\\%"));
    expect(VALUES.map((x) => select("{{ String(x) }}", x))).toEqual(expected);
    // Where double quotes matter on Tinybird too, this gives the value back.
    const undone = "replaceAll({{ String(x) }}, '\\\\%', '%')";
    expect(VALUES.map((x) => select(undone, x))).toEqual(VALUES);
  });

  test("reads back lists, tuples, names and numbers", () => {
    expect(VALUES.map((x) => select("{{ [x] }}[1]", x))).toEqual(VALUES);
    expect(select("tupleElement({{ (x, 'b') }}, 1)", "it's")).toBe("it's");
    expect(select("toString('a' IN {{ ('a',) }})", "")).toBe("1");
    expect(select("{{ column(x) }} FROM (SELECT 'v' AS `it's```)", "it's`")).toBe("v");
    expect(select("toTypeName({{ UInt64(x) }})", "7")).toBe("UInt64");
    expect(select("toString({{ Float64(x) }})", "-1e-7")).toBe("-1e-7");
    expect(select("toString({{ Array(x, 'Int32') }})", "1,-2")).toBe("[1,-2]");
  });

  function select(template: string, x: string): string {
    const [value, from = ""] = template.split(/(?= FROM )/);
    const { sql } = renderTemplate(`%SELECT ${value} AS value${from}`, { parameters: { x } });
    const answer: unknown = JSON.parse(session.query(sql, "JSONCompact"));
    // Safe: JSONCompact has one row here, and its only value is a text.
    return (answer as { data: [[string]] }).data[0][0];
  }
});

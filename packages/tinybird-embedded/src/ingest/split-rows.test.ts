import { describe, expect, test } from "vitest";
import { splitRows } from "./split-rows.ts";

describe("splitRows", () => {
  test("gives each line that is a JSON object as sent", () => {
    expect(splitRows('{"a":1e2}\n\r\n  {"b":"\\n"}\r\n')).toEqual({
      rows: ['{"a":1e2}', '{"b":"\\n"}'],
      broken: [],
    });
  });

  test("gives the other lines with their numbers", () => {
    expect(splitRows('{"a":1}\n\n[1]\n{"b"')).toEqual({
      rows: ['{"a":1}'],
      broken: [
        { line: 3, text: "[1]" },
        { line: 4, text: '{"b"' },
      ],
    });
  });

  test("gives one object over lines as one line", () => {
    expect(splitRows('{\n"a":\n{}\r\n}').rows).toEqual(['{ "a": {}  }']);
  });

  test("refuses a body without any row, and names its first line", () => {
    expect(() => splitRows("\n")).toThrow("empty body");
    expect(() => splitRows("\n\nx\ny")).toThrow("line 3 is none");
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostileText } from "../../test/arbitrary-rows.ts";
import { readCell, writeCell, writeJsonCell } from "./csv-cell.ts";

describe("writeCell", () => {
  test.each([
    ["gru", "gru"],
    ["", ""],
    ["a b-c=d", "a b-c=d"],
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\\u0009=1"],
    ["\r=1", "'\\u000d=1"],
    ["＝1", "'＝1"],
    ["'=1", "''=1"],
    ["a\nb", "'a\\u000ab"],
    ["\0", "'\\u0000"],
    ['a;"=cmd', "'a;\"\\u003dcmd"],
    ["C:\\new", "C:\\new"],
    ["=C:\\new", "'=C:\\\\new"],
  ])("writes %j as %j", (text, cell) => {
    expect(writeCell(text)).toBe(cell);
    expect(readCell(cell)).toBe(text);
  });

  test("gives what reads back, stands on one line and begins no formula, of any text", () => {
    fc.assert(
      fc.property(
        fc.array(hostileText).map((texts) => texts.join("")),
        (text) => {
          const cell = writeCell(text);
          expect(readCell(cell)).toBe(text);
          expect(cell).not.toMatch(/^[=+\-@＝＋－＠]|\p{Cc}|;[\s"]*[=+\-@＝＋－＠]/u);
        },
      ),
    );
  });
});

describe("writeJsonCell", () => {
  test("gives the same JSON, in which no semicolon is before the beginning of a formula", () => {
    const any = fc.dictionary(
      hostileText,
      fc.oneof(hostileText, fc.constant(';"=1'), fc.jsonValue()),
    );
    fc.assert(
      fc.property(any, (value) => {
        const cell = writeJsonCell(JSON.stringify(value));
        expect(JSON.stringify(JSON.parse(cell))).toBe(JSON.stringify(value));
        expect(cell).not.toMatch(/^[=+\-@＝＋－＠]|;[\s"]*[=+\-@＝＋－＠]/u);
      }),
    );
  });
});

describe("readCell", () => {
  test.each([
    ["'", ""],
    ["''", "'"],
    ["'\\x", "\\x"],
    ["'\\u12", "\\u12"],
    ["'\\\\u0041", "\\u0041"],
  ])("reads %j as %j", (cell, text) => {
    expect(readCell(cell)).toBe(text);
  });
});

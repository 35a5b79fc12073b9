import { describe, expect, test } from "vitest";
import { lexLine, unquote } from "./lex-line.ts";

describe("lexLine", () => {
  test.each([
    ["TOKEN audit READ", "TOKEN", "audit READ"],
    ["  NODE\tn  ", "NODE", "n"],
    ["ENGINE_TTL 'a # b' # c", "ENGINE_TTL", "'a # b'"],
    ["DESCRIPTION It's # said", "DESCRIPTION", "It's"],
    ["# NODE n", "", ""],
    ["   ", "", ""],
  ])("splits %j", (line, word, rest) => {
    expect(lexLine(line)).toEqual({ word, rest });
  });
});

describe("unquote", () => {
  test.each([
    ['"a"', "a"],
    ["'a \"b\"'", 'a "b"'],
    ['""', ""],
    ['"', '"'],
    ["\"a'", "\"a'"],
  ])("takes the quotes off %s", (value, unquoted) => {
    expect(unquote(value)).toBe(unquoted);
  });
});

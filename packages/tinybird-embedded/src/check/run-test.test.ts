import { describe, expect, test } from "vitest";
import { difference } from "./run-test.ts";

describe("difference", () => {
  test("finds none but for a line break at the end", () => {
    expect(difference('{"a":1}\n', '{"a":1}')).toBeUndefined();
    expect(difference("", "")).toBeUndefined();
    expect(difference('{"a":1}', '{"a": 1}')).toBeDefined();
  });

  test("names the first line that differs, or is not there", () => {
    expect(difference("a\nb\n", "a\nc")).toBe("line 2 differs: expected b, got c");
    expect(difference("a\nb\n", "a")).toBe("line 2 differs: expected b, got none");
    expect(difference("", "a")).toBe("line 1 differs: expected none, got a");
  });

  test("cuts long lines around the place", () => {
    const before = "x".repeat(200);
    expect(difference(`${before}1${before}`, `${before}2${before}`)).toBe(
      `line 1 differs: expected …${"x".repeat(40)}1${"x".repeat(39)}…, got …${"x".repeat(40)}2${"x".repeat(39)}…`,
    );
  });
});

import { describe, expect, test } from "vitest";
import { jsonDifferences } from "./json-differences.ts";

describe("jsonDifferences", () => {
  test("says where two values differ, what was there and what is", () => {
    const was = { a: { b: 1 }, list: [1, { c: "x" }], gone: true, same: {} };
    const is = { a: { b: 2 }, list: [1, { c: "y" }], same: {}, come: null };
    expect(jsonDifferences(was, is)).toEqual([
      "/a/b: 1 → 2",
      "/come: nothing → null",
      "/gone: true → nothing",
      '/list/1/c: "x" → "y"',
    ]);
  });

  test("does not mind the order of keys, of required keys and of an enum", () => {
    const was = { required: ["a", "b"], enum: [1, "x"] };
    expect(jsonDifferences(was, { enum: ["x", 1], required: ["b", "a"] })).toEqual([]);
    expect(jsonDifferences(was, { ...was, enum: [1] })).toEqual(['/enum: [1,"x"] → [1]']);
  });

  test("minds the order of other lists", () => {
    expect(jsonDifferences([1, 2], [2, 1])).toEqual(["/0: 1 → 2", "/1: 2 → 1"]);
  });
});

import { describe, expect, test } from "vitest";
import { answerDigest } from "./answer-digest.ts";

describe("answerDigest", () => {
  test("is the same whatever the order of keys, at every depth", () => {
    expect(answerDigest([{ a: 1, b: { c: 2, d: 3 } }])).toBe(
      answerDigest([{ b: { d: 3, c: 2 }, a: 1 }]),
    );
  });

  test("differs with a value and with the order of a list", () => {
    expect(answerDigest({ a: 1 })).not.toBe(answerDigest({ a: 2 }));
    expect(answerDigest([1, 2])).not.toBe(answerDigest([2, 1]));
  });

  test("refuses what has no JSON, as two of them would be equal", () => {
    expect(() => answerDigest(undefined)).toThrow("Cannot compare an answer as it must be JSON");
  });
});

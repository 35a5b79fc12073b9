import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchElements, movedElements } from "./match-elements.ts";

const identify = ["id"];
const texts = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f", "g"));

describe("matchElements", () => {
  test("finds each element where it stood, by what it is", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const { sources, ids } = matchElements(before, after, identify);
        expect(ids).toEqual({ before, after });
        expect(sources.map((source) => source !== undefined && before[source])).toEqual(
          after.map((text) => before.includes(text) && text),
        );
      }),
    );
  });

  test.each([
    [
      ["a", "b"],
      ["a", "b", "a"],
    ],
    [
      ["a", "b"],
      ["b", "a", "b"],
    ],
    [
      ["a", "b", "c"],
      ["b", "b", "c"],
    ],
    [
      ["a", "b", "c"],
      ["a", "b", "b"],
    ],
    [["a"], ["b", "b"]],
    [["a", "a"], ["a"]],
    [["a"], ["a", 1]],
    [[null], ["a"]],
  ])("goes by position from %j to %j", (before, after) => {
    const { sources, ids } = matchElements(before, after, identify);
    expect(ids).toBeUndefined();
    expect(sources).toEqual(after.map((_, index) => (index < before.length ? index : undefined)));
  });
});

describe("movedElements", () => {
  test("leaves the others in their order, and names no more than it needs", () => {
    expect([
      ...movedElements(matchElements(["a", "b", "c", "d"], ["d", "a", "b", "c"], identify)),
    ]).toEqual([0]);
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const matching = matchElements(before, after, identify);
        const moved = movedElements(matching);
        const stayed = matching.sources.filter(
          (source, index) => source !== undefined && !moved.has(index),
        );
        expect(stayed).toEqual([...stayed].sort((a = 0, b = 0) => a - b));
        for (const index of moved) expect(matching.sources[index]).toBeDefined();
      }),
    );
  });
});

import { describe, expect, test } from "vitest";
import { boundedMap } from "./bounded-map.ts";

describe("boundedMap", () => {
  test("forgets what was set longest ago, and says that it did", () => {
    const map = boundedMap<number>(2);
    map.set("a", 1);
    map.set("b", 2);
    map.set("a", 3);
    expect(map.hasForgotten()).toBe(false);
    map.set("c", 4);
    expect(["a", "b", "c"].map((key) => map.get(key))).toEqual([3, undefined, 4]);
    expect(map.hasForgotten()).toBe(true);
  });
});

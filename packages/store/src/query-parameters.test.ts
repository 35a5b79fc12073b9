import { describe, expect, test } from "vitest";
import { idBatches } from "./query-parameters.ts";

describe("idBatches", () => {
  test("gives all ids in their order, in lists that fit an address", () => {
    const ids = Array.from({ length: 500 }, (_, index) => `monitor:${index} 😀"%`);
    const batches = [...idBatches(ids)];
    expect(batches.flat()).toEqual(ids);
    expect(batches.length).toBeLessThan(15 + ids.length / 10);
    for (const batch of batches)
      expect(encodeURIComponent(JSON.stringify(batch)).length).toBeLessThanOrEqual(3100);
  });

  test("gives an id a list of its own that is longer than any list should be", () => {
    const long = "x".repeat(5000);
    expect([...idBatches(["a", long, "b"])]).toEqual([["a"], [long], ["b"]]);
    expect([...idBatches([])]).toEqual([]);
  });
});

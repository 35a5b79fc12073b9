import { describe, expect, test } from "vitest";
import { forEachInSteps } from "./for-each-in-steps.ts";

function spend(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe("forEachInSteps", () => {
  test("takes the items in order, and lets others run in between", async () => {
    const taken: number[] = [];
    let takenByThen = 0;
    setImmediate(() => {
      takenByThen = taken.length;
    });
    const items = Array.from({ length: 160 }, (_, index) => index);
    await forEachInSteps(items, (item) => {
      spend(1);
      taken.push(item);
    });
    expect(taken).toEqual(items);
    expect(takenByThen).toBeGreaterThan(0);
    expect(takenByThen).toBeLessThan(items.length);
  });

  test("rejects with what the job throws", async () => {
    const job = () => {
      throw new Error("of the job");
    };
    await expect(forEachInSteps([1], job)).rejects.toThrow("of the job");
  });
});

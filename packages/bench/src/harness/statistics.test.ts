import { describe, expect, test } from "vitest";
import { spreadOf } from "./statistics.ts";

describe("spreadOf", () => {
  test("gives the middle, the least and the greatest whatever the order", () => {
    expect(spreadOf([10, 1, 2])).toEqual({ median: 2, least: 1, most: 10 });
  });

  test("gives the mean of the two middle ones of an even number", () => {
    expect(spreadOf([4, 1, 2, 10])).toEqual({ median: 3, least: 1, most: 10 });
  });

  test("gives no number for none", () => {
    expect(spreadOf([])).toEqual({ median: NaN, least: NaN, most: NaN });
  });
});

import { describe, expect, test } from "vitest";
import { isAllowedFunction } from "./allowed-functions.ts";

describe("isAllowedFunction", () => {
  test("knows functions in any case, and aggregates with their endings", () => {
    for (const name of [
      "count",
      "COUNT",
      "sumIf",
      "uniqExactStateOrNull",
      "argMaxMergeArray",
      "lambda",
    ]) {
      expect([name, isAllowedFunction(name)]).toEqual([name, true]);
    }
  });

  test("refuses what reads elsewhere, endings or not, and what it does not know", () => {
    for (const name of [
      "file",
      "FILE",
      "fileIf",
      "url",
      "dictGetOrNull",
      "joinGet",
      "sleep",
      "currentUser",
      "aiGenerate",
      "getSetting",
      "newInNextVersion",
      "Merge",
      "",
    ]) {
      expect([name, isAllowedFunction(name)]).toEqual([name, false]);
    }
  });
});

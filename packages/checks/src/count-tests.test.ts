import { describe, expect, test } from "vitest";
import { countTests } from "./count-tests.ts";

describe("countTests", () => {
  test("reads vitest's closing line", () => {
    const output =
      " Test Files  12 passed (12)\n      Tests  168 passed (168)\n   Start at  15:53:05\n";
    expect(countTests(output)).toEqual({ passed: 168, failed: 0 });
    const mixed = "      Tests  1 failed | 167 passed | 2 skipped (170)";
    expect(countTests(mixed)).toEqual({ passed: 167, failed: 1 });
  });

  test("gives nothing for a run that counted nothing", () => {
    expect(countTests("No test files found, exiting with code 1")).toBeUndefined();
  });
});

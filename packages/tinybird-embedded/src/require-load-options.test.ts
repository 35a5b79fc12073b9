import { describe, expect, test } from "vitest";
import { defaultQueryLimits } from "./query/query-limits.ts";
import { type LoadOptions, requireLoadOptions } from "./require-load-options.ts";
import { StartError } from "./start-error.ts";

const good: LoadOptions = {
  reads: 8,
  queuedReads: 100,
  bodyLimit: 10_000_000,
  partitionsPerInsert: 100,
  queryLimits: defaultQueryLimits,
};

function refusal(options: LoadOptions): unknown {
  try {
    requireLoadOptions(options);
  } catch (cause) {
    if (cause instanceof StartError) return cause.failure;
  }
  return undefined;
}

describe("requireLoadOptions", () => {
  test("lets the defaults pass, and a queue without room", () => {
    expect(refusal(good)).toBeUndefined();
    expect(refusal({ ...good, queuedReads: 0 })).toBeUndefined();
    const queryLimits = { ...defaultQueryLimits, resultRows: 1, readRows: 1 };
    expect(refusal({ ...good, queryLimits })).toBeUndefined();
  });

  const wrong = [Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY, 2 ** 53];

  test.each([...wrong, 0, 257])("refuses reads: %s", (reads) => {
    const reason = `it must be a whole number from 1 to 256: current value is ${reads}`;
    expect(refusal({ ...good, reads })).toEqual({
      code: "option_invalid",
      option: "reads",
      reason,
    });
  });

  test.each(["queuedReads", "bodyLimit"] as const)("refuses a wrong %s", (option) => {
    for (const value of wrong) {
      expect(refusal({ ...good, [option]: value })).toMatchObject({ option });
    }
  });

  test.each([
    "seconds",
    "resultRows",
    "resultBytes",
    "readRows",
    "memoryBytes",
    "threads",
  ] as const)("refuses a wrong limit of %s", (name) => {
    for (const value of [...wrong, 0]) {
      const queryLimits = { ...defaultQueryLimits, [name]: value };
      expect(refusal({ ...good, queryLimits })).toMatchObject({ option: `queryLimits.${name}` });
    }
  });
});

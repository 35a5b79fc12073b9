import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safeWords } from "./safe-words.ts";

describe("safeWords", () => {
  test.each<[string, Record<string, string | number>, string | undefined]>([
    ["there is no such pipe", {}, "there is no such pipe"],
    ["Error validating 'x12' to Int32", { size: "x12" }, "Error validating '<size>' to Int32"],
    ["1 of 11 at 1", { size: 1 }, "<size> of 11 at <size>"],
    ["monitor:12 monitor:1", { a: "monitor:1", b: "monitor:12" }, "<b> <a>"],
    ["near 'it\\'s'", { name: "it's" }, undefined],
    ["Cannot parse 'it\\'s of a row' (just 'it') at 3", {}, "Cannot parse '…' (just '…') at 3"],
    ["near 'cut off <a>", { a: "a1" }, "near '…'"],
    ["two\n  lines", { name: "" }, "two lines"],
  ])("of %j and %j are %j", (words, parameters, safe) => {
    expect(safeWords(words, parameters)).toBe(safe);
  });

  test("have no value of three characters or more in them, and are short", () => {
    const text = fc.stringMatching(/^[\w.:@-]{3,12}$/);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("A", "B"), text), fc.string(), (values, rest) => {
        const words = `${Object.values(values).join(rest)} ${rest}`;
        const safe = safeWords(words, values);
        for (const value of Object.values(values)) expect(safe).not.toContain(value);
        expect(safe?.length).toBeLessThanOrEqual(300);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Path, pathText } from "./path.ts";

const step = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("a", "a.b", "0", "[0]", 'id "a"', "\u202e", "\ud800"),
  fc.oneof(fc.string(), fc.integer()).map((id) => ({ id })),
  fc.nat().map((index) => ({ index })),
);
const anyPath: fc.Arbitrary<Path> = fc.array(step, { maxLength: 3 });

describe("pathText", () => {
  test.each<[Path, string]>([
    [["regions", "us-east_1", "status"], "regions.us-east_1.status"],
    [["regions", "eu.west", "status"], 'regions["eu.west"].status'],
    [["monitors", { id: "monitor:1" }, "name"], 'monitors[id "monitor:1"].name'],
    [["checks", { id: 7 }], "checks[id 7]"],
    [["runs", { index: 0 }, "0"], 'runs[0]["0"]'],
    [["", "\u001b[31m\u202e\u2028\u009b"], '[""]["\\u001b[31m\\u202e\\u2028\\u009b"]'],
    [[], ""],
  ])("gives %j as text", (path, text) => {
    expect(pathText(path)).toBe(text);
  });

  test("never gives two paths the same text, nor a control character", () => {
    fc.assert(
      fc.property(anyPath, anyPath, (a, b) => {
        expect(pathText(a) === pathText(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        expect(pathText(a)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
      { numRuns: 500 },
    );
  });
});

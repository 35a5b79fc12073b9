import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "../usage-error.ts";
import { stringLiteral } from "./string-literal.ts";

describe("stringLiteral", () => {
  test("leaves letters, digits, blanks, _, - and . as they are", () => {
    expect(stringLiteral("ws_1")).toBe("'ws_1'");
    expect(stringLiteral("Ærø a-1.2")).toBe("'Ærø a-1.2'");
    expect(stringLiteral("")).toBe("''");
  });

  test("writes all else as bytes", () => {
    expect(stringLiteral("o'neil")).toBe("'o\\x27neil'");
    expect(stringLiteral("\\' OR 1 -- ’\n:%")).toBe(
      "'\\x5C\\x27 OR 1 -- \\xE2\\x80\\x99\\x0A\\x3A\\x25'",
    );
  });

  test("has no quote but its two, and gives back any text", () => {
    const unit = fc.oneof(
      fc.constantFrom("'", "\\", "\n", "x", "2", "7"),
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const inside = /^'((?:[\p{L}\p{N} _.-]|\\x[0-9A-F]{2})*)'$/u.exec(stringLiteral(text))?.[1];
        const bytes = encodeURIComponent(inside ?? "").replaceAll(/%5Cx(..)/g, "%$1");
        expect(inside).toBeDefined();
        expect(decodeURIComponent(bytes)).toBe(text);
      }),
    );
  });

  test("refuses what would be another text on the way", () => {
    expect(() => stringLiteral("a\ud800")).toThrow(UsageError);
  });
});

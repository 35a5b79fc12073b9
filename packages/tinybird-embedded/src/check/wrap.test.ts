import fc from "fast-check";
import { expect, test } from "vitest";
import { wrap } from "./wrap.ts";

test("wrap breaks at blanks, cuts longer words, and loses nothing", () => {
  const words = fc.array(
    fc.string({ unit: "grapheme-ascii", minLength: 1 }).map((text) => text.replaceAll(" ", "_")),
  );
  fc.assert(
    fc.property(words, fc.integer({ min: 10, max: 80 }), (parts, width) => {
      const lines = wrap(parts.join(" "), width);
      expect(lines.every((line) => line.length <= width)).toBe(true);
      expect(lines.join(" ").replaceAll(" ", "")).toBe(parts.join(""));
    }),
  );
});

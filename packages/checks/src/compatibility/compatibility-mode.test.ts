import { describe, expect, test } from "vitest";
import { compatibilityMode } from "./compatibility-mode.ts";
import { type DifferenceKind, difference } from "./difference.ts";

describe("compatibilityMode", () => {
  test.each<[string, readonly DifferenceKind[]]>([
    ["FULL", []],
    ["BACKWARD", ["optional property added", "enum value added"]],
    ["FORWARD", ["optional made required", "type narrowed"]],
    ["NONE", ["required property added"]],
    ["NONE", ["enum value added", "enum value removed"]],
  ])("is %s after %j", (mode, kinds) => {
    expect(compatibilityMode(kinds.map((kind) => difference(kind, "metadata")))).toBe(mode);
  });
});

import { describe, expect, test } from "vitest";
import { z } from "zod";
import { actionVersion } from "./action-version.ts";

describe("actionVersion", () => {
  test("makes schema and shape once, when one of them is first asked for", () => {
    let made = 0;
    const version = actionVersion(1, () => {
      made += 1;
      return z.strictObject({ name: z.string() });
    });
    expect([version.number, made]).toEqual([1, 0]);
    const { shape, schema } = version;
    expect([version.shape === shape, version.schema === schema, made]).toEqual([true, true, 1]);
    expect(shape.kind).toBe("object");
    expect(Object.isFrozen(version)).toBe(true);
  });

  test("has an upcast only where one was given", () => {
    const make = () => z.strictObject({});
    expect("upcast" in actionVersion(1, make)).toBe(false);
    expect(actionVersion(2, make, (before) => before).upcast?.(5)).toBe(5);
  });
});

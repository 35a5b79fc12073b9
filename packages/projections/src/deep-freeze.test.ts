import { describe, expect, test } from "vitest";
import { deepFreeze } from "./deep-freeze.ts";

describe("deepFreeze", () => {
  test("freezes below what is frozen already, and ends where a value holds itself", () => {
    const inner: { list: number[]; self?: unknown } = { list: [1] };
    inner.self = inner;
    const value = Object.freeze({ inner });
    expect(deepFreeze(value)).toBe(value);
    expect(Object.isFrozen(inner)).toBe(true);
    expect(Object.isFrozen(inner.list)).toBe(true);
  });
});

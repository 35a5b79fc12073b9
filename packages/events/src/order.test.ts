import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareEvents } from "./order.ts";

const position = fc.record({
  timestamp: fc.integer({ min: 0, max: 3 }),
  uid: fc.string({ maxLength: 2 }),
});

describe("compareEvents", () => {
  test("puts time before uid, and compares uids by code unit", () => {
    expect(compareEvents({ timestamp: 1, uid: "b" }, { timestamp: 2, uid: "a" })).toBe(-1);
    expect(compareEvents({ timestamp: 1, uid: "a" }, { timestamp: 1, uid: "B" })).toBe(1);
    expect(compareEvents({ timestamp: 1, uid: "a" }, { timestamp: 1, uid: "a" })).toBe(0);
  });

  test("gives one order, however the events were shuffled", () => {
    fc.assert(
      fc.property(fc.array(position), (events) => {
        const once = [...events].sort(compareEvents);
        const again = [...events].reverse().sort(compareEvents);
        expect(again).toEqual(once);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lateEvents } from "./late-events.ts";

/** Takes events as [timestamp, recordedAt] in order and gives the places of the late ones. */
function lateOf(events: readonly (readonly [number, number])[]): number[] {
  const finder = lateEvents();
  events.forEach(([timestamp, recordedAt], index) => {
    finder.add({ timestamp, recordedAt, uid: String(index).padStart(3, "0") });
  });
  return finder.list().map(({ uid }) => Number(uid));
}

describe("lateEvents", () => {
  test("finds what was recorded after something that happened later", () => {
    expect(
      lateOf([
        [1, 9],
        [2, 3],
        [4, 4],
      ]),
    ).toEqual([0]);
    expect(
      lateOf([
        [1, 5],
        [2, 6],
        [3, 5],
      ]),
    ).toEqual([1]);
  });

  test("finds none among events of one timestamp, or recorded in one millisecond", () => {
    expect(
      lateOf([
        [1, 9],
        [1, 2],
      ]),
    ).toEqual([]);
    expect(
      lateOf([
        [1, 5],
        [2, 5],
      ]),
    ).toEqual([]);
  });

  test("agrees with comparing every two events", () => {
    const events = fc
      .array(fc.tuple(fc.nat(8), fc.nat(12)), { maxLength: 30 })
      .map((list) => list.sort(([a], [b]) => a - b));
    fc.assert(
      fc.property(events, (list) => {
        const expected = [...list.keys()].filter((place) => {
          const [timestamp, recordedAt] = list[place] ?? [0, 0];
          return list.some(([other, known]) => other > timestamp && known < recordedAt);
        });
        expect(lateOf(list)).toEqual(expected);
      }),
    );
  });

  test("goes on from what it saved as if it had seen the whole", () => {
    const events = fc.array(fc.tuple(fc.nat(8), fc.nat(12)), { maxLength: 30 }).map((list) =>
      list
        .sort(([a], [b]) => a - b)
        .map(([timestamp, recordedAt], index) => ({
          timestamp,
          recordedAt,
          uid: String(index).padStart(3, "0"),
        })),
    );
    fc.assert(
      fc.property(events, fc.nat(30), (list, cut) => {
        const whole = lateEvents();
        for (const event of list) whole.add(event);
        const before = lateEvents();
        for (const event of list.slice(0, cut)) before.add(event);
        const after = lateEvents(JSON.parse(JSON.stringify(before.save())));
        for (const event of list.slice(cut)) after.add(event);
        expect(after.list()).toEqual(whole.list());
        expect(after.isUnsettled()).toBe(false);
      }),
    );
  });

  test("keeps few of those that were recorded in time, and all that were not", () => {
    const finder = lateEvents();
    const add = (timestamp: number, recordedAt: number) =>
      finder.add({ timestamp, recordedAt, uid: String(timestamp).padStart(6, "0") });
    for (let index = 0; index < 500; index += 1) add(index, 1_000_000);
    for (let index = 500; index < 10_000; index += 1) add(index, 1_000_000 + index);
    expect(finder.save().pending).toHaveLength(1000);
    expect(finder.save().forgotten).toBe(1_008_998);
    // Recorded before all of them, so that all of them are late.
    add(20_000, 20_000);
    expect(finder.list()).toHaveLength(10_000);
    const inTime = lateEvents();
    for (let index = 0; index < 10_000; index += 1)
      inTime.add({ timestamp: index, recordedAt: index, uid: String(index).padStart(6, "0") });
    inTime.add({ timestamp: 20_000, recordedAt: 0, uid: "clock ahead" });
    const found = inTime.list().length;
    expect(found).toBeGreaterThanOrEqual(1000);
    expect(found).toBeLessThanOrEqual(2000);
  });

  test("knows when it is asked for what was forgotten in a save", () => {
    const before = lateEvents();
    for (let index = 0; index < 3000; index += 1)
      before.add({ timestamp: index, recordedAt: 9000 + index, uid: String(index) });
    const goOn = (recordedAt: number) => {
      const after = lateEvents(before.save());
      after.add({ timestamp: 5000, recordedAt, uid: "x" });
      return after.isUnsettled();
    };
    expect(goOn(9500)).toBe(true);
    expect(goOn(11_500)).toBe(false);
  });
});

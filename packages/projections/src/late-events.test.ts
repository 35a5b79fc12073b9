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
});

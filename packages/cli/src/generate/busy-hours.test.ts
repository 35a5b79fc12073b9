import { describe, expect, test } from "vitest";
import { busyness, day, isNight, nextBusyMoment } from "./busy-hours.ts";
import { SeededRandom } from "./seeded-random.ts";

const monday = Date.UTC(2026, 0, 5);
const at = (hours: number) => monday + hours * 3_600_000;

describe("busyness", () => {
  test.each([
    ["a morning at work", 10, 0, 1],
    ["lunch", 12, 0, 0.6],
    ["the night", 3, 0, 0.01],
    ["the same moment, ten hours further east", 3, 10, 1],
    ["Saturday", 5 * 24 + 10, 0, 0.15],
  ])("of %s", (_, hours, offset, expected) => {
    expect(busyness(at(hours), offset)).toBe(expected);
  });
});

describe("isNight", () => {
  test("is so from 23 to 7 where people live", () => {
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    expect(hours.filter((hour) => isNight(at(hour), 0))).toEqual([0, 1, 2, 3, 4, 5, 6, 23]);
    expect(isNight(at(10), -8)).toBe(true);
  });
});

describe("nextBusyMoment", () => {
  test("comes so many times a working day, hardly ever at night", () => {
    const random = new SeededRandom("busy");
    const moments: number[] = [];
    for (let time = monday; time < monday + 28 * day; ) {
      time = nextBusyMoment(time, { perDay: 20, offset: 2, random });
      moments.push(time);
    }
    const isWorkingDay = (time: number) => new Date(time + at(2) - monday).getUTCDay() % 6 !== 0;
    const perDay = moments.filter(isWorkingDay).length / 20;
    expect(perDay).toBeGreaterThan(17);
    expect(perDay).toBeLessThan(23);
    const atNight = moments.filter((time) => isNight(time, 2)).length;
    expect(atNight / moments.length).toBeLessThan(0.03);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { day } from "./busy-hours.ts";
import { demoEvents } from "./demo-events.ts";

const from = Date.UTC(2026, 0, 5);
const options = { seed: "1", from, days: 7, events: 2_000 };

describe("demoEvents", () => {
  test("gives exactly so many, in order, within the days, and the same again", () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.string(),
          from: fc.constant(from),
          days: fc.integer({ min: 1, max: 40 }),
          events: fc.integer({ min: 1, max: 200 }),
        }),
        (any) => {
          const events = [...demoEvents(any)];
          expect(events).toHaveLength(any.events);
          const times = events.map(({ datetime }) => Date.parse(`${datetime}Z`));
          expect(times).toEqual(times.toSorted((a, b) => a - b));
          expect(times[0]).toBeGreaterThanOrEqual(any.from);
          expect(times.at(-1)).toBeLessThan(any.from + any.days * day);
          expect([...demoEvents(any)]).toEqual(events);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("gives the fields of the demo", () => {
    for (const event of demoEvents(options)) {
      expect(event).toEqual({
        datetime: expect.stringMatching(/^2026-01-(0[5-9]|1[01])T\d\d:\d\d:\d\d\.\d{6}$/),
        company_id: expect.toSatisfy((id) => Number.isInteger(id) && id >= 1 && id <= 5),
        event: expect.stringMatching(
          /^(user|group|file|folder|project)_(created|updated|deleted)$/,
        ),
        payload: {
          entity_id: expect.stringMatching(/^[\da-f]{32}$/),
          author: expect.stringMatching(/^[a-z]+\d+@company-[1-5]\.example$/),
        },
        device: {
          browser: expect.stringMatching(/^(Chrome|Brave|Firefox|Safari)$/),
          OS: expect.stringMatching(/^(Windows|Linux|OSX|iOS|Android)$/),
        },
      });
    }
  });

  test("has less at night than by day, and most of all files that were updated", () => {
    const events = [...demoEvents(options)];
    const hours = events.map(({ datetime }) => Number(datetime.slice(11, 13)));
    const atNight = hours.filter((hour) => hour < 7).length;
    expect(atNight / events.length).toBeLessThan(0.1);
    const files = events.filter(({ event }) => event === "file_updated").length;
    expect(files / events.length).toBeGreaterThan(0.3);
  });

  test("gives others for another seed", () => {
    const ids = (seed: string) =>
      [...demoEvents({ ...options, seed })].map(({ payload }) => payload.entity_id);
    const one = new Set(ids("1"));
    expect(ids("2").filter((id) => one.has(id))).toEqual([]);
  });
});

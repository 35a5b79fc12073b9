import { monitorCreate, monitorDown, monitorRecovered } from "@audit/events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { monitor } from "./monitor.ts";
import { replay } from "./replay.ts";
import { at, clock, stream } from "./testing.ts";
import { timeline } from "./timeline.ts";

const events = stream("monitor:1", [
  at("10:00", monitorCreate, { name: "API" }),
  at("10:01", monitorDown, { region: "gru" }),
  at("10:02", monitorDown, { region: "fra" }),
  at("10:03", monitorRecovered, { region: "gru" }, { recordedAt: "10:09" }),
  at("10:04", monitorRecovered, { region: "fra" }),
  at("10:05", monitorDown, { region: "gru" }),
]);
/** An iterable is never sorted, so it shows what is meant. */
const inOrder = (list: typeof events) => new Set(list);

describe("feedList", () => {
  test("gives of a list in any order what is given of the events in order, at every moment", () => {
    const list = fc.shuffledSubarray([...events], { minLength: events.length });
    fc.assert(
      fc.property(list, fc.integer({ min: -1, max: 6 }), (shuffled, minute) => {
        const then = { at: clock("10:00") + minute * 60_000 };
        expect(replay(monitor, shuffled, then)).toEqual(replay(monitor, inOrder(events), then));
      }),
    );
  });

  test("finds what stands behind all that the fold needs", () => {
    const [first, ...rest] = events;
    const late = [...rest, ...(first ? [first] : [])];
    expect(replay(monitor, late, { at: clock("10:00") }).report.applied).toBe(1);
    expect(timeline(monitor, late, { to: clock("10:00") })).toHaveLength(1);
  });

  test("says what is wrong with a list of the events in order", () => {
    const other = stream("monitor:2", [at("09:00", monitorCreate, { name: "Web" })]);
    expect(() => replay(monitor, [...events, ...other])).toThrow(
      expect.objectContaining({ code: "mixed_streams", stream: expect.anything() }),
    );
    const sentence = (list: typeof events) => {
      try {
        return replay(monitor, list);
      } catch (error) {
        return String(error);
      }
    };
    expect(sentence([...events, ...other])).toBe(sentence([...other, ...events]));
  });

  test("refuses what is no event, wherever it stands", () => {
    for (const place of [0, 3, events.length]) {
      const list: unknown[] = [...events];
      list.splice(place, 0, null);
      // @ts-expect-error what a list of no types may hold
      expect(() => replay(monitor, list, { at: clock("10:00") })).toThrow(`events[${place}]`);
    }
  });

  test.each([
    [0, 7],
    [0, undefined],
    [3, undefined],
  ])("refuses an event at %i whose uid is %s", (place, uid) => {
    const list: unknown[] = events.map((event, at) => (at === place ? { ...event, uid } : event));
    // @ts-expect-error what a list of no types may hold
    expect(() => replay(monitor, list)).toThrow(`events[${place}]`);
  });
});

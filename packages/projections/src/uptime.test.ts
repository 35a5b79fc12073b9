import {
  monitorCreate,
  monitorDegraded,
  monitorDelete,
  monitorDown,
  monitorPause,
  monitorRecovered,
  monitorResume,
} from "@audit/events";
import { describe, expect, expectTypeOf, test } from "vitest";
import { InvalidOptionError } from "./invalid-option-error.ts";
import { at, clock, type Entry, stream } from "./testing.ts";
import { type Uptime, type UptimeOptions, uptime } from "./uptime.ts";

const create = (time: string) => at(time, monitorCreate, { name: "API" });
const down = (time: string, region = "gru") => at(time, monitorDown, { region });
const up = (time: string, region = "gru") => at(time, monitorRecovered, { region });
const pause = (time: string) => at(time, monitorPause, {});
const resume = (time: string) => at(time, monitorResume, {});
const minutes = (count: number) => count * 60_000;
const window = (from: string, to: string) => ({ from: clock(from), to: clock(to) });
const hour = window("10:00", "11:00");

const measure = (entries: readonly Entry[], options: Partial<UptimeOptions> = {}) =>
  uptime(stream("monitor:1", entries), { ...hour, ...options });

/** Writes outages as `"10:42-10:45"`, with `…` where one is open. */
const times = ({ outages }: Uptime) => {
  const text = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  return outages.map(({ from, to, open }) => `${text(from)}-${text(to)}${open ? "…" : ""}`);
};

describe("uptime", () => {
  test("gives shares, means and outages of a window that has it all", () => {
    const measured = measure([
      create("09:00"),
      up("09:00"),
      down("10:10"),
      up("10:13"),
      at("10:20", monitorDegraded, { region: "gru" }),
      up("10:25"),
      down("10:40"),
      up("10:47"),
    ]);
    expect(measured).toMatchObject({
      up: minutes(45),
      degraded: minutes(5),
      downtime: minutes(10),
      unknown: 0,
      unwatched: 0,
      maintenance: 0,
      availability: 50 / 60,
      failures: 2,
      repairs: 2,
      mttr: minutes(5),
      mtbf: minutes(25),
    });
    expect(times(measured)).toEqual(["10:10-10:13", "10:40-10:47"]);
    expect(measured.report.exactness).toBe("exact");
    const { mttr = 0, mtbf = 0 } = measured;
    expect(measured.availability).toBeCloseTo(mtbf / (mtbf + mttr), 12);
  });

  test("has no means and no share where there is nothing to divide by", () => {
    const fine = measure([create("09:00"), up("09:00")]);
    expect(fine).toMatchObject({ availability: 1, failures: 0, repairs: 0, outages: [] });
    expect([fine.mttr, fine.mtbf]).toEqual([undefined, undefined]);
    const nothing = measure([]);
    expect(nothing).toMatchObject({ unknown: minutes(60), availability: undefined });
    expectTypeOf(nothing.availability).toEqualTypeOf<number | undefined>();
  });

  test("knows nothing before the first event, and until a region spoke", () => {
    expect(measure([create("10:10"), up("10:20")])).toMatchObject({
      unknown: minutes(20),
      up: minutes(40),
      availability: 1,
    });
    expect(measure([down("10:30")])).toMatchObject({
      unknown: minutes(30),
      downtime: minutes(30),
      availability: 0,
      mtbf: 0,
    });
  });

  test("has of an outage that began before only its time in the window, but repairs it as a whole", () => {
    const measured = measure([create("09:00"), up("09:00"), down("09:50"), up("10:05")]);
    expect(measured).toMatchObject({
      downtime: minutes(5),
      failures: 0,
      mtbf: undefined,
      repairs: 1,
      mttr: minutes(15),
    });
    expect(times(measured)).toEqual(["10:00-10:05"]);
  });

  test("has an outage that goes on in its downtime alone: nobody knows how long it will last", () => {
    const measured = measure([create("09:00"), up("09:00"), down("10:50"), up("11:05")]);
    expect(measured).toMatchObject({ downtime: minutes(10), failures: 1, repairs: 0 });
    expect([measured.mttr, measured.mtbf]).toEqual([undefined, minutes(50)]);
    expect(times(measured)).toEqual(["10:50-11:00…"]);
  });

  test("takes what happens at from, and leaves what happens at to to the next window", () => {
    const story = [create("09:00"), up("09:00"), down("10:00"), up("11:00"), down("11:30")];
    expect(measure(story)).toMatchObject({ failures: 1, repairs: 0, availability: 0, mtbf: 0 });
    expect(measure(story, window("11:00", "12:00"))).toMatchObject({
      failures: 1,
      repairs: 1,
      mttr: minutes(60),
      availability: 0.5,
    });
  });

  test("leaves out pauses, over which an outage goes on", () => {
    const measured = measure([
      create("09:00"),
      up("09:00"),
      down("10:10"),
      pause("10:15"),
      resume("10:45"),
      up("10:50"),
    ]);
    expect(measured).toMatchObject({
      up: minutes(20),
      downtime: minutes(10),
      unwatched: minutes(30),
      availability: 20 / 30,
      failures: 1,
      repairs: 1,
      mttr: minutes(10),
    });
    expect(times(measured)).toEqual(["10:10-10:50"]);
    expect(measured.outages[0]?.lasted).toBe(minutes(10));
  });

  test("repairs an outage with what counts of it, where it ends while nobody looks", () => {
    const story = [create("09:00"), up("09:00"), down("10:10"), pause("10:15"), up("10:20")];
    const measured = measure([...story, resume("10:45")]);
    expect(measured).toMatchObject({ downtime: minutes(5), repairs: 1, mttr: minutes(5) });
    expect(times(measured)).toEqual(["10:10-10:15"]);
  });

  test("has no outage that lies in a pause or a maintenance as a whole", () => {
    const paused = [create("09:00"), up("09:00"), pause("10:05"), down("10:10"), up("10:15")];
    const none = { downtime: 0, failures: 0, repairs: 0, outages: [] };
    expect(measure([...paused, resume("10:20")])).toMatchObject({
      ...none,
      unwatched: minutes(15),
    });
    expect(
      measure([create("09:00"), up("09:00"), down("10:10"), up("10:15")], {
        maintenance: [window("10:05", "10:20")],
      }),
    ).toMatchObject({ ...none, maintenance: minutes(15), availability: 1 });
  });

  test("ends an outage at a delete without repairing it, and watches a deleted monitor no more", () => {
    const story = [create("09:00"), up("09:00"), down("10:10"), at("10:20", monitorDelete, {})];
    expect(measure(story)).toMatchObject({
      downtime: minutes(10),
      unwatched: minutes(40),
      failures: 1,
      repairs: 0,
      mttr: undefined,
    });
    expect(measure([...story, create("10:30"), up("10:40")])).toMatchObject({
      unwatched: minutes(10),
      unknown: minutes(10),
      up: minutes(30),
    });
  });

  test("leaves out maintenance, however its windows are given", () => {
    const story = [create("09:00"), up("09:00"), down("10:10"), up("10:30")];
    const expected = {
      up: minutes(35),
      downtime: minutes(15),
      maintenance: minutes(10),
      failures: 1,
      repairs: 1,
      mttr: minutes(15),
    };
    expect(measure(story, { maintenance: [window("10:25", "10:35")] })).toMatchObject(expected);
    expect(
      measure(story, {
        maintenance: [
          window("10:30", "10:35"),
          window("10:25", "10:31"),
          window("10:28", "10:29"),
          window("10:50", "10:50"),
          window("12:00", "13:00"),
          window("08:00", "09:30"),
        ],
      }),
    ).toMatchObject(expected);
    expect(
      measure(story, {
        maintenance: [
          { from: Number.NEGATIVE_INFINITY, to: clock("10:15") },
          { from: clock("10:40"), to: Number.POSITIVE_INFINITY },
        ],
      }),
    ).toMatchObject({ up: minutes(10), downtime: minutes(15), maintenance: minutes(35) });
  });

  test("begins an outage that is seen in a maintenance at its end", () => {
    const story = [create("09:00"), up("09:00"), down("09:50"), up("10:20")];
    const measured = measure(story, { maintenance: [window("09:45", "10:10")] });
    expect(measured).toMatchObject({ failures: 1, downtime: minutes(10), mttr: minutes(10) });
    expect(times(measured)).toEqual(["10:10-10:20"]);
  });

  test("counts pauses and unknown time as what they are, though there be maintenance", () => {
    expect(
      measure([create("10:10"), up("10:20"), pause("10:40")], {
        maintenance: [window("10:00", "11:00")],
      }),
    ).toMatchObject({
      unknown: minutes(20),
      maintenance: minutes(20),
      unwatched: minutes(20),
      availability: undefined,
    });
  });

  test("tells what was known at a time", () => {
    const late = at("10:20", monitorRecovered, { region: "gru" }, { recordedAt: "11:55" });
    const story = [create("09:00"), up("09:00"), down("10:10"), late];
    expect(measure(story).downtime).toBe(minutes(10));
    expect(measure(story, { knownAt: clock("11:00") }).downtime).toBe(minutes(50));
  });

  test("gives the same where events come over time", async () => {
    const events = stream("monitor:1", [create("09:00"), up("09:00"), down("10:10")]);
    async function* overTime() {
      yield* events;
    }
    expect(await uptime(overTime(), hour)).toEqual(uptime(events, hour));
  });

  test.each([
    [{ from: Number.NaN }, "from must be a finite number of milliseconds"],
    [{ to: Number.POSITIVE_INFINITY }, "to must be a finite number of milliseconds"],
    [{ from: hour.to }, `from must be before to, ${hour.to}: current value is ${hour.to}`],
    [{ maintenance: [{ from: 2, to: 1 }] }, "maintenance.0 must begin at a number"],
    [{ maintenance: [hour, { from: Number.NaN, to: 1 }] }, "maintenance.1 must begin at a number"],
    [{ knownAt: Number.NaN }, "knownAt must be a number"],
  ])("refuses %j", (options, message) => {
    expect(() => measure([], options)).toThrow(InvalidOptionError);
    expect(() => measure([], options)).toThrow(message);
  });
});

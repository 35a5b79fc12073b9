import {
  type AuditEvent,
  monitorCreate,
  monitorDelete,
  monitorDown,
  monitorPause,
  monitorRecovered,
  monitorResume,
} from "@audit/events";
import { describe, expect, test } from "vitest";
import { outages } from "./outages.ts";
import { at, clock, type Entry, stream } from "./testing.ts";

const create = at("10:00", monitorCreate, { name: "API" });
const down = (time: string, region = "gru") => at(time, monitorDown, { region });
const up = (time: string, region = "gru") => at(time, monitorRecovered, { region });
const until = clock("12:00");
const story = (...entries: Entry[]) => stream("monitor:1", [create, ...entries]);
const minutes = (count: number) => count * 60_000;

/** Writes outages as `"10:42-10:45"`, with `…` where one is open. */
function times(events: Iterable<AuditEvent>): string[] {
  const text = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  return outages(events, { until }).outages.map(
    ({ from, to, open }) => `${text(from)}-${text(to)}${open ? "…" : ""}`,
  );
}

describe("outages", () => {
  test("gives when a monitor was down, in all and at the longest, and how it ends", () => {
    const events = story(down("10:10"), up("10:13"), down("11:00"), up("11:30"), up("11:31"));
    expect(times(events)).toEqual(["10:10-10:13", "11:00-11:30"]);
    const { downtime, longest, status, state, report } = outages(events, { until });
    expect(downtime).toBe(minutes(33));
    expect(longest).toEqual({
      from: clock("11:00"),
      to: clock("11:30"),
      lasted: minutes(30),
      open: false,
    });
    expect(status).toBe("up");
    expect(state.phase).toBe("active");
    expect(report.exactness).toBe("exact");
  });

  test("ends an open one where the looking ends", () => {
    const events = story(down("11:50"));
    expect(times(events)).toEqual(["11:50-12:00…"]);
    expect(outages(events, { until: clock("11:51") }).downtime).toBe(minutes(1));
    expect(outages(events, { until: clock("11:49") })).toMatchObject({
      outages: [],
      downtime: 0,
      longest: undefined,
      status: "unknown",
    });
  });

  test("counts the time when more than half of the regions are down", () => {
    expect(
      times(
        story(
          up("10:01", "fra"),
          up("10:02", "gru"),
          down("10:10", "fra"),
          down("10:20", "gru"),
          up("10:30", "fra"),
          up("10:40", "gru"),
        ),
      ),
    ).toEqual(["10:20-10:30"]);
  });

  test("counts no time in which nobody looks", () => {
    expect(
      times(
        story(
          down("10:10"),
          at("10:15", monitorPause, {}),
          at("10:45", monitorResume, {}),
          at("10:50", monitorDelete, {}),
        ),
      ),
    ).toEqual(["10:10-10:15", "10:45-10:50"]);
  });

  test("tells what was known at a time", () => {
    const late = at("10:20", monitorRecovered, { region: "gru" }, { recordedAt: "11:55" });
    const events = story(down("10:10"), late);
    expect(outages(events, { until }).downtime).toBe(minutes(10));
    const then = outages(events, { until: clock("11:00"), knownAt: clock("11:00") });
    expect(then).toMatchObject({ downtime: minutes(50), status: "down" });
  });

  test("gives the same where events come over time", async () => {
    const events = story(down("10:10"));
    async function* overTime() {
      yield* events;
    }
    expect(await outages(overTime(), { until })).toEqual(outages(events, { until }));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses %d as the end", (end) => {
    expect(() => outages([], { until: end })).toThrow(
      `Cannot find outages as until must be a finite number of milliseconds since the epoch: current value is ${end}`,
    );
  });
});

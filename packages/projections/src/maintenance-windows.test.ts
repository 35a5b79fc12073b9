import { type AuditEvent, maintenanceEnd, maintenanceStart, monitorDown } from "@audit/events";
import { describe, expect, test } from "vitest";
import { maintenance } from "./maintenance.ts";
import { type MaintenanceWindowsOptions, maintenanceWindows } from "./maintenance-windows.ts";
import { replay } from "./replay.ts";
import { at, clock, type Entry, type EntryOptions, frozenStates, stream } from "./testing.ts";

const start = (time: string, monitors: string[], until?: string, options?: EntryOptions) =>
  at(
    time,
    maintenanceStart,
    { title: "new disks", monitors, ...(until === undefined ? {} : { until: clock(until) }) },
    options,
  );
const end = (time: string, options?: EntryOptions) => at(time, maintenanceEnd, {}, options);
const one = ["monitor:1"];
const states = frozenStates(maintenance);
const after = (...entries: Entry[]) => replay(states, stream("maintenance:9", entries)).state;

describe("maintenance", () => {
  test("is running from its start to its end, by whom it was", () => {
    const ada = { actor: { id: "ada", name: "Ada" } };
    const running = {
      phase: "running",
      title: "new disks",
      monitors: one,
      startedAt: clock("10:00"),
      startedBy: { id: "ada", name: "Ada" },
      until: clock("10:30"),
    };
    expect(after(start("10:00", one, "10:30", ada))).toEqual(running);
    expect(after(start("10:00", one, "10:30", ada), end("11:00"))).toEqual({
      ...running,
      phase: "ended",
      endedAt: clock("11:00"),
      endedBy: { id: "", name: "system" },
    });
  });

  test("keeps the first of two starts and of two ends, and takes no refused one", () => {
    const denied = { outcome: "denied" };
    const running = after(start("10:00", one));
    expect(after(start("10:00", one), start("10:01", ["monitor:2"]))).toEqual(running);
    expect(after(start("10:00", one), end("10:01", denied))).toEqual(running);
    expect(after(start("10:00", one), end("10:10"), end("10:20"))).toMatchObject({
      endedAt: clock("10:10"),
    });
  });

  test("does not take an end before the start, and says that the beginning is missing", () => {
    const { state, report } = replay(states, stream("maintenance:9", [end("10:00")]));
    expect([state, report.reasons]).toEqual([{ phase: "none" }, ["truncated"]]);
  });
});

describe("maintenanceWindows", () => {
  /** Writes windows as `"10:00-10:20"`. */
  const times = (events: readonly AuditEvent[], options?: MaintenanceWindowsOptions) => {
    const text = (ms: number) =>
      Number.isFinite(ms) ? new Date(ms).toISOString().slice(11, 16) : "…";
    return maintenanceWindows(events, options).map(({ from, to }) => `${text(from)}-${text(to)}`);
  };
  const timesOf = (...entries: Entry[]) => times(stream("maintenance:9", entries));

  test("run to the end that was recorded, before or after the one that was meant", () => {
    expect(timesOf(start("10:00", one, "10:30"), end("10:20"))).toEqual(["10:00-10:20"]);
    expect(timesOf(start("10:00", one, "10:30"), end("10:40"))).toEqual(["10:00-10:40"]);
  });

  test("run to the end that was meant while none is recorded, or on and on", () => {
    expect(timesOf(start("10:00", one, "10:30"))).toEqual(["10:00-10:30"]);
    expect(timesOf(start("10:00", one))).toEqual(["10:00-…"]);
    expect(timesOf(start("10:00", one, "09:00"))).toEqual([]);
  });

  test("are several where a stream has several, and none where it has none", () => {
    expect(
      timesOf(start("10:00", one), end("10:10"), start("11:00", one), end("11:10"), end("11:20")),
    ).toEqual(["10:00-10:10", "11:00-11:10"]);
    expect(times(stream("monitor:1", [at("10:00", monitorDown, { region: "gru" })]))).toEqual([]);
  });

  test("are those of a monitor among many streams, in whatever order a list has them", async () => {
    const first = stream("maintenance:9", [start("10:00", one), end("10:10")]);
    const second = stream("maintenance:10", [
      start("10:05", ["monitor:1", "monitor:2"]),
      end("10:15"),
    ]);
    const mixed = [...first, ...second].sort((a, b) => b.timestamp - a.timestamp);
    const both = maintenanceWindows([...second, ...first], { monitor: "monitor:1" });
    expect(both.map(({ id }) => id)).toEqual(["maintenance:10", "maintenance:9"]);
    expect(maintenanceWindows(mixed, { monitor: "monitor:1" })).toEqual(both);
    expect(times(mixed, { monitor: "monitor:2" })).toEqual(["10:05-10:15"]);
    async function* overTime() {
      yield* [...second, ...first];
    }
    expect(await maintenanceWindows(overTime(), { monitor: "monitor:1" })).toEqual(both);
  });

  test("are what was known at a time, and refuse a time that is none", () => {
    const events = stream("maintenance:9", [
      start("10:00", one, "10:30"),
      end("10:20", { recordedAt: "12:00" }),
    ]);
    expect(times(events, { knownAt: clock("11:00") })).toEqual(["10:00-10:30"]);
    expect(() => maintenanceWindows([], { knownAt: Number.NaN })).toThrow("knownAt must be");
  });
});

import {
  incidentReopen,
  incidentResolve,
  monitorCreate,
  monitorDegraded,
  monitorDelete,
  monitorDown,
  monitorPause,
  monitorRecovered,
  monitorResume,
  monitorUpdate,
} from "@audit/events";
import { describe, expect, test } from "vitest";
import { monitor } from "./monitor.ts";
import { replay } from "./replay.ts";
import {
  at,
  clock,
  type Entry,
  type EntryOptions,
  frozenStates,
  recorded,
  stream,
} from "./testing.ts";

const create = at("10:00", monitorCreate, { name: "API", url: "https://a.test" });
const down = (time: string, region: string) => at(time, monitorDown, { region, statusCode: 503 });
const up = (time: string, region: string) => at(time, monitorRecovered, { region, latency: 80 });
const slow = (time: string, region: string) => at(time, monitorDegraded, { region });

const system = { id: "", name: "system" };
const incidentTarget = (key: string): EntryOptions => ({
  targets: [
    { type: "monitor", id: "1" },
    { type: "incident", id: key },
  ],
});

const states = frozenStates(monitor);
const after = (...entries: Entry[]) => {
  const { state, report } = replay(states, stream("monitor:1", entries));
  expect(report.invalid).toEqual([]);
  if (state.phase === "none") throw new Error("it does not exist");
  return state;
};
const overall = (...entries: Entry[]) => {
  const { status, since } = after(create, ...entries);
  return [status, since];
};

describe("monitor", () => {
  test("begins unknown, under its name", () => {
    expect(after(create)).toEqual({
      phase: "active",
      name: "API",
      url: "https://a.test",
      createdAt: clock("10:00"),
      configuration: {},
      history: {
        name: [{ at: clock("10:00"), by: system, to: "API" }],
        url: [{ at: clock("10:00"), by: system, to: "https://a.test" }],
      },
      status: "unknown",
      since: clock("10:00"),
      regions: {},
      incidents: {},
    });
  });

  test("is down when more than half of its regions are, degraded when any is not up, else up", () => {
    const gru = down("10:01", "gru");
    const fra = up("10:02", "fra");
    const iad = down("10:03", "iad");
    expect(overall(gru)).toEqual(["down", clock("10:01")]);
    expect(overall(gru, fra)).toEqual(["degraded", clock("10:02")]);
    expect(overall(gru, fra, iad)).toEqual(["down", clock("10:03")]);
    expect(overall(gru, fra, iad, up("10:04", "gru"))).toEqual(["degraded", clock("10:04")]);
    expect(overall(gru, fra, iad, up("10:04", "gru"), up("10:05", "iad"))).toEqual([
      "up",
      clock("10:05"),
    ]);
    expect(overall(fra, slow("10:03", "fra"))).toEqual(["degraded", clock("10:03")]);
  });

  test("keeps since when when the outage spreads", () => {
    expect(overall(down("10:01", "gru"), down("10:02", "fra"))).toEqual(["down", clock("10:01")]);
  });

  test("keeps since when of a region that says the same again, and what it said last", () => {
    const { regions } = after(
      create,
      down("10:01", "gru"),
      at("10:05", monitorDown, { region: "gru", message: "timeout", cronTimestamp: 1 }),
    );
    expect(regions).toStrictEqual({
      gru: { status: "down", since: clock("10:01"), message: "timeout" },
    });
  });

  test.each(["constructor", "__proto__", "toString"])("has a region called %s", (region) => {
    const { regions, status } = after(create, down("10:01", region), down("10:02", region));
    expect(Object.entries(regions)).toEqual([
      [region, { status: "down", since: clock("10:01"), statusCode: 503 }],
    ]);
    expect(status).toBe("down");
  });

  test("takes what updates change: its name, its URL, and the rest as configuration", () => {
    const state = after(
      create,
      at("10:01", monitorUpdate, {
        changes: [
          { field: "name", from: "API", to: "Public API" },
          { field: "url", from: "https://a.test" },
          { field: "periodicity", to: "1m" },
          { field: "regions", to: ["gru", "fra"] },
          { field: "__proto__", to: "odd" },
        ],
      }),
      at("10:02", monitorUpdate, { changes: [{ field: "periodicity", from: "1m" }] }),
      at("10:03", monitorUpdate, { changes: [{ field: "name", to: 5 }] }),
    );
    expect(state).toMatchObject({ name: "Public API", regions: {} });
    expect(Object.keys(state)).not.toContain("url");
    expect(Object.entries(state.configuration)).toEqual([
      ["regions", ["gru", "fra"]],
      ["__proto__", "odd"],
    ]);
  });

  test("has the history of each field: who set it when, from what was there to what", () => {
    const ada = { id: "ada", name: "Ada" };
    const set = (time: string, field: string, to?: string | number | null, from?: string) =>
      at(
        time,
        monitorUpdate,
        {
          changes: [
            { field, ...(to === undefined ? {} : { to }), ...(from === undefined ? {} : { from }) },
          ],
        },
        { actor: ada },
      );
    const { history } = after(
      create,
      set("10:01", "periodicity", "1m"),
      // It was another, whatever this says.
      set("10:02", "periodicity", "5m", "10m"),
      set("10:03", "periodicity", "5m"),
      set("10:04", "periodicity"),
      set("10:05", "url", null),
      set("10:06", "url", 5),
      set("10:07", "name", 5),
      set("10:08", "constructor", "odd"),
    );
    const by = ada;
    expect(history).toEqual({
      name: [{ at: clock("10:00"), by: system, to: "API" }],
      url: [
        { at: clock("10:00"), by: system, to: "https://a.test" },
        { at: clock("10:05"), by, from: "https://a.test" },
      ],
      periodicity: [
        { at: clock("10:01"), by, to: "1m" },
        { at: clock("10:02"), by, from: "1m", to: "5m" },
        { at: clock("10:04"), by, from: "5m" },
      ],
      constructor: [{ at: clock("10:08"), by, to: "odd" }],
    });
  });

  test("has the incidents open that its down events name, while it is down", () => {
    const entries = [
      create,
      at("10:10", monitorDown, { region: "gru" }, incidentTarget("7")),
      at("10:11", monitorDown, { region: "fra" }, incidentTarget("7")),
      at("10:20", monitorRecovered, { region: "fra" }, incidentTarget("7")),
      at("10:21", monitorDown, { region: "fra" }, incidentTarget("constructor")),
    ];
    const open = (count: number) => after(...entries.slice(0, count)).incidents;
    expect(open(2)).toEqual({ "incident:7": { since: clock("10:10") } });
    expect(open(3)).toEqual({ "incident:7": { since: clock("10:10") } });
    expect(open(4)).toEqual({});
    expect(open(5)).toEqual({ "incident:constructor": { since: clock("10:21") } });
  });

  test("has an incident open whose region is down alone among those seen of late", () => {
    const named = at("10:10", monitorDown, { region: "gru" }, incidentTarget("7"));
    const { status, incidents } = after(create, up("10:01", "fra"), named);
    expect([status, Object.keys(incidents)]).toEqual(["degraded", ["incident:7"]]);
  });

  test("has an incident of its own stream open from its create or reopening to its resolve", () => {
    const entries = [
      create,
      recorded("10:10", "incident.created", 1, { incidentId: 5 }),
      recorded("10:11", "incident.created", 1, { incidentId: 6 }),
      up("10:15", "gru"),
      at("10:20", incidentResolve, {}, { outcome: "denied" }),
      recorded("10:30", "incident.resolved", 1, { incidentId: 5 }),
      at("10:40", incidentReopen, {}),
    ];
    const open = (count: number) => after(...entries.slice(0, count)).incidents;
    expect(open(2)).toEqual({ "monitor:1": { since: clock("10:10") } });
    expect(open(5)).toEqual(open(2));
    expect(open(6)).toEqual({});
    expect(open(7)).toEqual({ "monitor:1": { since: clock("10:40") } });
    expect(after(...entries.slice(1, 2)).phase).toBe("active");
  });

  test("keeps what was last seen while it is paused, and goes on from there", () => {
    const pause = at("10:05", monitorPause, {});
    const twice = at("10:06", monitorPause, {});
    const paused = after(create, down("10:01", "gru"), pause, twice);
    expect(paused).toMatchObject({ phase: "paused", pausedAt: clock("10:05"), status: "down" });
    const resume = at("10:09", monitorResume, {});
    expect(after(create, down("10:01", "gru"), pause, resume)).toEqual(
      after(create, down("10:01", "gru")),
    );
    expect(after(create, pause, up("10:06", "gru"))).toMatchObject({
      phase: "paused",
      status: "up",
    });
  });

  test("is not changed after the delete, except by another create", () => {
    const gone = [create, down("10:01", "gru"), at("10:05", monitorDelete, {})];
    expect(after(...gone)).toMatchObject({
      phase: "deleted",
      deletedAt: clock("10:05"),
      status: "down",
    });
    for (const entry of [
      up("10:06", "gru"),
      at("10:06", monitorResume, {}),
      at("10:06", monitorPause, {}),
      at("10:06", monitorDelete, {}),
      at("10:06", monitorUpdate, { changes: [{ field: "name", to: "x" }] }),
      at("10:06", incidentReopen, {}),
      at("10:06", incidentResolve, {}),
    ])
      expect(after(...gone, entry)).toEqual(after(...gone));
    const back = after(...gone, at("11:00", monitorCreate, { name: "API 2" }));
    expect(back).toMatchObject({ phase: "active", name: "API 2", status: "unknown", regions: {} });
    expect(back).not.toHaveProperty("deletedAt");
    expect(back).not.toHaveProperty("url");
    expect(back.history).toEqual({ name: [{ at: clock("11:00"), by: system, to: "API 2" }] });
  });

  test("is deleted while paused without staying paused", () => {
    const state = after(create, at("10:05", monitorPause, {}), at("10:06", monitorDelete, {}));
    expect(state.phase).toBe("deleted");
    expect(state).not.toHaveProperty("pausedAt");
  });

  test("keeps the first of two creates", () => {
    expect(after(create, at("10:01", monitorCreate, { name: "other" }))).toEqual(after(create));
  });

  test("exists without its create, which then adds what it knows", () => {
    const events = [down("09:59", "gru")];
    const { state, report } = replay(states, stream("monitor:1", events));
    expect(state).toMatchObject({ phase: "active", status: "down", since: clock("09:59") });
    expect(state).not.toHaveProperty("name");
    expect(report.reasons).toEqual(["truncated"]);
    expect(after(...events, create)).toMatchObject({
      name: "API",
      createdAt: clock("10:00"),
      status: "down",
      since: clock("09:59"),
    });
    expect(after(at("09:59", monitorPause, {})).phase).toBe("paused");
    expect(after(at("09:59", monitorDelete, {})).phase).toBe("deleted");
    expect(after(at("09:59", monitorResume, {})).phase).toBe("active");
  });

  test("does not take a refused attempt, but what a check saw whatever its outcome", () => {
    const denied = { outcome: "denied" };
    expect(after(create, at("10:01", monitorDelete, {}, denied))).toEqual(after(create));
    expect(after(create, at("10:01", monitorPause, {}, denied))).toEqual(after(create));
    const failed = at("10:01", monitorDown, { region: "gru" }, { outcome: "failure" });
    expect(after(create, failed).status).toBe("down");
  });
});

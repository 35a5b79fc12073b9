import { type BuiltInAction, catalog, createWriter, type DraftOf } from "@audit/events";
import { describe, expect, test } from "vitest";
import type { CheckResult, CheckStatus } from "../checks/check-result.ts";
import { parseCheckLine } from "../checks/parse-check-line.ts";
import { detect } from "./detect.ts";
import type { MonitorWatch } from "./monitor-watch.ts";

const start = 1_700_000_000_000;
const minute = 60_000;

/** A check as `[minutes, status, region, other fields]`. */
type Row = readonly [number, CheckStatus, string?, Partial<CheckResult>?];

const toCheck = ([at, status, region, more]: Row): CheckResult => ({
  timestamp: start + at * minute,
  monitor: "api",
  status,
  ...(region === undefined ? {} : { region }),
  ...more,
});

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

function complete(drafts: readonly DraftOf<BuiltInAction>[], now = Date.now()) {
  return createWriter(catalog, { now: () => now }).complete(drafts);
}

/** The drafts of each check; the state goes through JSON and is frozen in between. */
function run(...rows: readonly Row[]): DraftOf<BuiltInAction>[][] {
  let state: MonitorWatch | undefined;
  return rows.map((row) => {
    const detection = detect(state, deepFreeze(toCheck(row)));
    state = deepFreeze(detection.state);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    complete(detection.drafts);
    return [...detection.drafts];
  });
}

const names = (drafts: readonly DraftOf<BuiltInAction>[] | undefined) =>
  drafts?.map(({ action }) => action);
const last = (...rows: readonly Row[]) => run(...rows).at(-1) ?? [];

describe("detect", () => {
  test("creates a monitor with its first check and then gives its status, also when up", () => {
    expect(run([0, "up", "gru", { statusCode: 200, latencyMs: 83, message: "OK" }])).toEqual([
      [
        {
          id: "monitor:api",
          action: "monitor.create",
          uid: expect.stringMatching(/^0loyw3v280000/),
          timestamp: start,
          targets: [{ type: "monitor", id: "api" }],
          metadata: { name: "api" },
        },
        {
          id: "monitor:api",
          action: "monitor.recovered",
          uid: expect.stringMatching(/^0loyw3v280001/),
          timestamp: start,
          targets: [{ type: "monitor", id: "api" }],
          metadata: { region: "gru", statusCode: 200, latency: 83 },
        },
      ],
    ]);
  });

  test("takes name and url of the first check", () => {
    const [create] = last([0, "up", "gru", { name: "The API", url: "https://api.test" }]);
    expect(create?.metadata).toEqual({ name: "The API", url: "https://api.test" });
  });

  test("gives one event per change of a region's status and none without", () => {
    const drafts = run(
      [0, "up"],
      [1, "up"],
      [2, "degraded"],
      [3, "degraded"],
      [4, "up"],
      [5, "up"],
    );
    expect(drafts.slice(1).map(names)).toEqual([
      [],
      ["monitor.degraded"],
      [],
      ["monitor.recovered"],
      [],
    ]);
    expect(drafts[2]?.[0]?.metadata).toEqual({ region: "default" });
  });

  test("gives the first check in a new region its status event", () => {
    expect(names(last([0, "up", "gru"], [0, "up", "ams"]))).toEqual(["monitor.recovered"]);
    expect(names(last([0, "up", "gru"], [0, "up", "__proto__"]))).toEqual(["monitor.recovered"]);
  });

  test("opens an incident on down and resolves it on up, told as one story", () => {
    const more = { message: "timed out", statusCode: 0, name: "The API" };
    const [, [down, create] = [], , [up, resolve] = []] = run(
      [0, "up", "gru", { name: "The API" }],
      [1, "down", "gru", more],
      [2, "down", "gru", more],
      [3, "up", "gru"],
    );
    const incident = "api@2023-11-14T22:14:20.000Z";
    const story = {
      targets: [
        { type: "monitor", id: "api" },
        { type: "incident", id: incident },
      ],
      correlationId: `incident:${incident}`,
    };
    expect(down).toMatchObject({
      ...story,
      action: "monitor.down",
      metadata: { region: "gru", statusCode: 0, message: "timed out" },
    });
    expect(create).toEqual({
      id: `incident:${incident}`,
      action: "incident.create",
      uid: expect.any(String),
      timestamp: start + minute,
      targets: [{ type: "monitor", id: "api" }],
      correlationId: `incident:${incident}`,
      causationId: down?.uid,
      metadata: { title: "The API is down", severity: "major", monitors: ["monitor:api"] },
    });
    expect(up).toMatchObject({ ...story, action: "monitor.recovered" });
    expect(resolve).toMatchObject({
      id: `incident:${incident}`,
      action: "incident.resolve",
      timestamp: start + 3 * minute,
      correlationId: `incident:${incident}`,
      causationId: up?.uid,
      metadata: {},
    });
  });

  test("resolves an incident when down turns to degraded, and leaves the next event out of it", () => {
    const drafts = run([0, "down"], [1, "degraded"], [2, "up"]);
    expect(drafts.map(names)).toEqual([
      ["monitor.create", "monitor.down", "incident.create"],
      ["monitor.degraded", "incident.resolve"],
      ["monitor.recovered"],
    ]);
    expect(drafts[2]?.[0]).not.toHaveProperty("correlationId");
  });

  test("opens no incident while half of the regions are down, and one when more than half are", () => {
    const drafts = run([0, "up", "a"], [0, "down", "b"], [1, "down", "c"]);
    expect(drafts.slice(1).map(names)).toEqual([
      ["monitor.down"],
      ["monitor.down", "incident.create"],
    ]);
  });

  test("weighs an incident as critical where several regions are seen and all are down", () => {
    const severity = (...rows: readonly Row[]) => last(...rows).at(-1)?.metadata;
    expect(severity([0, "down", "a"])).toMatchObject({ severity: "major" });
    expect(severity([0, "up", "a"], [0, "down", "b"], [0, "down", "c"])).toMatchObject({
      severity: "major",
    });
    expect(severity([0, "up", "a"], [0, "down", "b"], [1, "down", "a"])).toMatchObject({
      severity: "critical",
    });
  });

  test("counts a region for 15 minutes and not for a millisecond longer", () => {
    const rows: Row[] = [
      [0, "up", "a"],
      [1, "down", "b"],
    ];
    expect(names(last(...rows, [15, "down", "b"]))).toEqual([]);
    expect(names(last(...rows, [15 + 1 / minute, "down", "b"]))).toEqual(["incident.create"]);
  });

  test("names the newest event of a region that is left where silence of another tips it", () => {
    const opened = run(
      [0, "up", "a"],
      [0, "up", "b"],
      [1, "down", "c"],
      [2, "degraded", "d"],
      [2, "down", "d"],
      [15.5, "down", "d"],
    );
    expect(names(opened[5])).toEqual(["incident.create"]);
    expect(opened[5]?.[0]?.causationId).toBe(opened[4]?.[0]?.uid);
    const resolved = run(
      [0, "down", "a"],
      [1, "up", "b"],
      [2, "down", "c"],
      [16, "up", "b"],
      [17, "down", "c"],
    );
    expect(resolved.map(names).slice(2)).toEqual([
      ["monitor.down", "incident.create"],
      ["incident.resolve"],
      [],
    ]);
    expect(resolved[3]?.[0]?.causationId).toBe(resolved[1]?.[0]?.uid);
  });

  test("numbers the incidents that one millisecond opens", () => {
    const drafts = run(
      [0, "down", "a"],
      [0, "up", "a"],
      [0, "down", "b"],
      [0, "down", "c"],
      [0, "up", "d"],
      [0, "down", "e"],
      [1, "up", "e"],
      [2, "down", "e"],
    ).flat();
    const opened = drafts.filter(({ action }) => action === "incident.create");
    const iso = "2023-11-14T22:13:20.000Z";
    expect(opened.map(({ id }) => id)).toEqual([
      `incident:api@${iso}`,
      `incident:api@${iso}-2`,
      `incident:api@${iso}-3`,
      "incident:api@2023-11-14T22:15:20.000Z",
    ]);
    const atOnce = drafts.filter(({ timestamp }) => timestamp === start);
    const uids = atOnce.map(({ uid }) => uid);
    expect(uids).toEqual(uids.toSorted());
    expect(uids.map((uid) => uid?.slice(9, 13))).toEqual(
      uids.map((_, ordinal) => ordinal.toString(36).padStart(4, "0")),
    );
  });

  test("gives nothing and the same state for a check it has seen", () => {
    const check = toCheck([0, "down"]);
    const { state } = detect(undefined, check);
    expect(detect(state, { ...check, latencyMs: 5 })).toEqual({ state, drafts: [] });
    expect(detect(state, { ...check, latencyMs: 5 }).state).toBe(state);
  });

  test("puts a late change in its place and opens no incident for it", () => {
    const drafts = last([0, "up"], [2, "up", "default", { statusCode: 200 }], [1, "down"]);
    expect(drafts.map(({ action, timestamp }) => [action, timestamp])).toEqual([
      ["monitor.down", start + minute],
      ["monitor.recovered", start + 2 * minute],
    ]);
    expect(drafts[1]?.metadata).toEqual({ region: "default", statusCode: 200 });
  });

  test("resolves no incident for a late recovery, which belongs to it only from its start on", () => {
    const rows: Row[] = [
      [0, "up"],
      [5, "down"],
      [9, "down"],
    ];
    const within = last(...rows, [7, "up"]);
    expect(names(within)).toEqual(["monitor.recovered", "monitor.down"]);
    expect(within[0]?.correlationId).toBe("incident:api@2023-11-14T22:18:20.000Z");
    const before = last(...rows, [3, "degraded"]);
    expect(names(before)).toEqual(["monitor.degraded"]);
    expect(before[0]).not.toHaveProperty("correlationId");
  });

  test("creates the monitor again for a check from before its first, so that its stream starts with a create", () => {
    const drafts = run(
      [5, "degraded", "a", { name: "API", url: "u" }],
      [1, "up", "b"],
      [0, "up", "a"],
      [0.5, "up", "c"],
    );
    expect(drafts.slice(1).map(names)).toEqual([
      ["monitor.create", "monitor.recovered"],
      ["monitor.create", "monitor.recovered"],
      ["monitor.recovered"],
    ]);
    expect(drafts[2]?.[0]).toMatchObject({ timestamp: start, metadata: { name: "API", url: "u" } });
  });

  test("stamps an incident with the newest check of any region, so that it ends after it began", () => {
    const drafts = run([0, "up", "b"], [2, "down", "a"], [1, "down", "b"], [1.5, "up", "b"]);
    expect(
      drafts.slice(2).map((made) => made.map(({ action, timestamp }) => [action, timestamp])),
    ).toEqual([
      [
        ["monitor.down", start + minute],
        ["incident.create", start + 2 * minute],
      ],
      [
        ["monitor.recovered", start + 1.5 * minute],
        ["incident.resolve", start + 2 * minute],
      ],
    ]);
    expect(drafts[2]?.[1]?.causationId).toBe(drafts[2]?.[0]?.uid);
    const [create, resolve] = drafts.slice(2).map((made) => made[1]?.uid ?? "");
    expect(create && resolve && create < resolve).toBe(true);
  });

  test("keeps down and up of one millisecond in the order of their checks", () => {
    const drafts = run([0, "down"], [0, "up"]).flat();
    expect(names(drafts)).toEqual([
      "monitor.create",
      "monitor.down",
      "incident.create",
      "monitor.recovered",
      "incident.resolve",
    ]);
    const uids = drafts.map(({ uid }) => uid);
    expect(uids).toEqual(uids.toSorted());
  });

  test("counts three checks of one millisecond in their order, as two incidents", () => {
    const drafts = run([0, "up"], [1, "down"], [1, "up"], [1, "down"], [2, "up"]);
    expect(drafts.map(names)).toEqual([
      ["monitor.create", "monitor.recovered"],
      ["monitor.down", "incident.create"],
      ["monitor.recovered", "incident.resolve"],
      ["monitor.down", "incident.create"],
      ["monitor.recovered", "incident.resolve"],
    ]);
    const iso = "2023-11-14T22:14:20.000Z";
    const incidents = drafts.flat().filter(({ action }) => action.startsWith("incident."));
    expect(incidents.map(({ id }) => id)).toEqual([
      ...Array(2).fill(`incident:api@${iso}`),
      ...Array(2).fill(`incident:api@${iso}-2`),
    ]);
    const uids = drafts.flat().map(({ uid }) => uid);
    expect(uids).toEqual(uids.toSorted());
  });

  test("counts more checks of one millisecond than it remembers", () => {
    const rows = Array.from({ length: 301 }, (_, index): Row => [1, index % 2 ? "up" : "down"]);
    const drafts = run([0, "up"], ...rows, [2, "up"]).flat();
    expect(drafts.filter(({ action }) => action === "incident.create")).toHaveLength(151);
    expect(drafts.filter(({ action }) => action === "monitor.recovered")).toHaveLength(152);
    expect(new Set(drafts.map(({ uid }) => uid)).size).toBe(drafts.length);
    const inStream = drafts.filter(({ id }) => id === "monitor:api").map(({ uid }) => uid);
    expect(inStream).toEqual(inStream.toSorted());
  });

  test("makes events of the longest key and of the longest texts that a line may have", () => {
    const check: CheckResult = { timestamp: 8.64e13, monitor: "é".repeat(200), status: "down" };
    const longest = {
      ...check,
      region: "é".repeat(200),
      name: "\u0001".repeat(1000),
      url: "\u0001".repeat(2000),
      message: "\u0001".repeat(4000),
    };
    expect(parseCheckLine(JSON.stringify(longest), 8.64e13)).toMatchObject({ ok: true });
    const { drafts } = detect(undefined, longest);
    expect(() => complete(drafts, 8.64e13)).not.toThrow();
  });
});

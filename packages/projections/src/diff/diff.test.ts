import {
  incidentAcknowledge,
  incidentCreate,
  incidentReclassify,
  incidentResolve,
  incidentUpdate,
  monitorCreate,
  monitorDown,
  monitorRecovered,
  notificationSent,
} from "@audit/events";
import { describe, expect, expectTypeOf, test } from "vitest";
import { type Incident, incident } from "../incident.ts";
import { pathText } from "../leaves/path.ts";
import { monitor } from "../monitor.ts";
import { defineProjection } from "../projection.ts";
import { at, clock, type Entry, stream } from "../testing.ts";
import { type Diff, type Difference, diff } from "./diff.ts";
import type { DiffOptions } from "./diff-options.ts";

const by = (id: string, recordedAt?: string) => ({
  actor: { id },
  ...(recordedAt && { recordedAt }),
});

/** Writes changes as `["severity: major → minor (ada, bob)"]`. */
const told = (changes: readonly Difference[]) =>
  changes.map(({ path, from, to, position, events }) => {
    const values =
      position !== undefined && from === undefined && to === undefined
        ? "moved"
        : `${from} → ${to}`;
    return `${pathText(path)}: ${values} (${events.map(({ actor }) => actor.id).join(", ")})`;
  });

const events = stream("incident:7", [
  at("10:00", incidentCreate, { title: "API", severity: "major", monitors: ["m:1"] }, by("bot")),
  at("10:04", incidentReclassify, { from: "major", to: "critical" }, by("ada")),
  at("10:06", incidentReclassify, { from: "critical", to: "minor" }, by("bob")),
  at("10:06", notificationSent, { provider: "email" }, by("bot")),
  at("10:08", incidentUpdate, { changes: [{ field: "title", to: "DB" }] }, by("ada")),
  at("10:09", incidentUpdate, { changes: [{ field: "title", to: "API" }] }, by("bob")),
]);

describe("diff between two times", () => {
  test("gives what differs, and all events that changed it, the last being who set it", () => {
    const found = diff(incident, events, { from: clock("10:00"), to: clock("10:06") });
    expectTypeOf(found).toEqualTypeOf<Diff<Incident>>();
    expect(told(found.changes)).toEqual([
      "severity: major → minor (ada, bob)",
      "people.ada: undefined → ada (ada)",
      "people.bob: undefined → bob (bob)",
    ]);
    expect(found).toMatchObject({
      before: { state: { severity: "major" }, report: { applied: 1 } },
      after: { state: { severity: "minor" }, report: { applied: 3, notHandled: 1 } },
    });
  });

  test("counts what happens at from as before, and at to as between", () => {
    const between = (from: string, to: string) =>
      told(diff(incident, events, { from: clock(from), to: clock(to) }).changes);
    expect(between("10:04", "10:06")).toEqual([
      "severity: critical → minor (bob)",
      "people.bob: undefined → bob (bob)",
    ]);
    expect(between("10:06", "10:06")).toEqual([]);
    expect(between("09:00", "09:30")).toEqual([]);
  });

  test("leaves out what changed and changed back, but not what came with it", () => {
    const { changes } = diff(incident, events, { from: clock("10:07"), to: clock("10:10") });
    expect(told(changes)).toEqual(["updates: 0 → 2 (ada, bob)"]);
  });

  test("begins before the first event and ends after the last where nothing is said", () => {
    const whole = diff(incident, events);
    expect(whole.before.state).toEqual({ phase: "none" });
    expect(told(whole.changes)).toContain("severity: undefined → minor (bot, ada, bob)");
    expect(told(diff(incident, events, { from: clock("10:08") }).changes)).toEqual([
      "title: DB → API (bob)",
      "updates: 1 → 2 (bob)",
    ]);
  });

  test("sees what was known then", () => {
    const late = stream("incident:7", [
      at("10:00", incidentCreate, { title: "API", severity: "major", monitors: [] }),
      at("10:04", incidentAcknowledge, {}, by("ada", "11:00")),
      at("10:05", incidentReclassify, { from: "major", to: "minor" }, by("bob")),
    ]);
    const options = { from: clock("10:01"), to: clock("10:06"), knownAt: clock("10:30") };
    expect(told(diff(incident, late, options).changes)).toEqual([
      "severity: major → minor (bob)",
      "people: [object Object] → undefined (bob)",
      "people.bob: undefined → bob (bob)",
    ]);
  });

  test("names the events of each region alone", () => {
    const outage = stream("monitor:1", [
      at("10:00", monitorCreate, { name: "API" }, by("ada")),
      at("10:01", monitorDown, { region: "gru" }, by("gru")),
      at("10:02", monitorDown, { region: "fra" }, by("fra")),
      at("10:03", monitorRecovered, { region: "fra" }, by("fra2")),
    ]);
    const lines = told(diff(monitor, outage, { from: clock("10:00") }).changes);
    expect(lines).toContain("regions: [object Object] → undefined (gru)");
    expect(lines).toContain("regions.gru.status: undefined → down (gru)");
    expect(lines).toContain("regions.fra.status: undefined → up (fra, fra2)");
  });
});

describe("diff of lists", () => {
  const list = defineProjection<readonly unknown[]>("list", { revision: 1, initial: [] }).on(
    incidentUpdate,
    (_state, { metadata }) => JSON.parse(metadata.changes[0]?.field ?? "[]"),
  );
  /** The changes from the first of these lists to the last, each set by a, b, c … in turn. */
  const between = (...lists: readonly unknown[][]) => {
    const entries = lists.map(
      (state, index): Entry =>
        at(
          index,
          incidentUpdate,
          { changes: [{ field: JSON.stringify(state) }] },
          by("abcdef".charAt(index)),
        ),
    );
    return diff(list, stream("incident:7", entries), { from: 0 }).changes;
  };
  const x = { id: "x", n: 1 };
  const y = { id: "y", n: 1 };

  test("takes an element that comes in front as one change", () => {
    expect(told(between([x, y], [{ id: "z" }, x, y]))).toEqual([
      '[id "z"]: undefined → [object Object] (b)',
    ]);
  });

  test("names who changed, moved and took away each element", () => {
    const changes = between(
      [x, y, "m"],
      ["m", x, y],
      ["m", { ...x, n: 2 }, y],
      ["m", { ...x, n: 2 }],
    );
    expect(told(changes)).toEqual([
      '[id "y"]: [object Object] → undefined (d)',
      '[id "m"]: moved (b)',
      '[id "x"].n: 1 → 2 (c)',
    ]);
  });

  test("names who brought an element back", () => {
    expect(told(between([x, y], [y], [{ ...x, n: 5 }, y]))).toEqual(['[id "x"].n: 1 → 5 (b, c)']);
  });

  test("names who changed the list where it was compared in two ways", () => {
    expect(told(between(["x", "x"], ["x", "y"], ["z"]))).toEqual([
      "[1]: x → undefined (b)",
      "[0]: x → z (b, c)",
    ]);
  });
});

describe("diff between two views", () => {
  const story = stream("incident:7", [
    at("10:00", incidentCreate, { title: "API", severity: "major", monitors: [] }, by("bot")),
    at("10:04", incidentReclassify, { from: "major", to: "minor" }, by("ada", "10:50")),
    at("10:05", incidentAcknowledge, {}, by("bob")),
    at("10:06", incidentResolve, {}, by("eve", "11:30")),
  ]);
  const written = clock("10:30");

  test("gives what was learnt of a moment since, and the events that were learnt", () => {
    const learnt = (knownAt: number) =>
      told(
        diff(incident, story, {
          from: { at: clock("10:10"), knownAt: written },
          to: { at: clock("10:10"), knownAt },
        }).changes,
      );
    expect(learnt(clock("11:00"))).toEqual([
      "severity: major → minor (ada)",
      "people.ada: undefined → ada (ada)",
    ]);
    expect(learnt(clock("12:00"))).toEqual([
      "phase: acknowledged → resolved (eve)",
      "severity: major → minor (ada)",
      "people.ada: undefined → ada (ada)",
      "people.eve: undefined → eve (eve)",
      `resolvedAt: undefined → ${clock("10:06")} (eve)`,
      "resolvedBy.id: undefined → eve (eve)",
      "resolvedBy.name: undefined → eve (eve)",
      "timeToResolve: undefined → 360000 (eve)",
    ]);
    expect(learnt(written)).toEqual([]);
  });

  test("takes a bound that is left out as open", () => {
    const { before, after } = diff(incident, story, {
      from: { knownAt: written },
      to: { knownAt: clock("12:00") },
    });
    expect(before.state.phase).toBe("acknowledged");
    expect(after.state.phase).toBe("resolved");
    const then = { at: clock("10:05"), knownAt: written };
    expect(
      diff(incident, story, { from: then, to: { at: clock("10:05") } }).after.state,
    ).toMatchObject({
      phase: "acknowledged",
      severity: "minor",
    });
  });

  test("names all that was learnt where it made a known event count", () => {
    const lateCreate = stream("incident:7", [
      at(
        "10:00",
        incidentCreate,
        { title: "API", severity: "major", monitors: [] },
        by("bot", "10:50"),
      ),
      at("10:05", incidentAcknowledge, {}, by("ada")),
    ]);
    const { changes } = diff(incident, lateCreate, {
      from: { knownAt: written },
      to: { knownAt: clock("11:00") },
    });
    expect(told(changes)).toContain("phase: none → acknowledged (bot)");
    expect(told(changes)).toContain("acknowledgedBy.id: undefined → ada (bot)");
  });

  test("compares a page as it was with how it is, in both times", () => {
    const { changes } = diff(incident, story, {
      from: { at: clock("10:04"), knownAt: clock("10:04") },
      to: { at: clock("10:05") },
    });
    expect(told(changes).slice(0, 2)).toEqual([
      "phase: open → acknowledged (bob)",
      "severity: major → minor (ada)",
    ]);
  });
});

describe("diff with options that are wrong", () => {
  test("does not compile where it would compare nothing that is", () => {
    const view = { at: 1 };
    // @ts-expect-error one end is a time, the other a view
    expect(() => diff(incident, events, { from: 1, to: view })).toThrow("from must have at");
    // @ts-expect-error a view needs another to be compared with
    expect(() => diff(incident, events, { from: view })).toThrow("to must have at");
    // @ts-expect-error a view that says nothing
    expect(() => diff(incident, events, { from: {}, to: view })).toThrow("from must have at");
    // @ts-expect-error views say themselves what was known
    expect(() => diff(incident, events, { from: view, to: view, knownAt: 1 })).toThrow(
      'Cannot compare two moments of "incident" as knownAt must be left out where from and to say it: current value is 1',
    );
    // @ts-expect-error the moment is part of each view
    expect(diff(incident, events, { at: 1 }).changes.length).toBeGreaterThan(0);
  });

  test.each<[unknown, string]>([
    [{ from: 2, to: 1 }, "from must be at most to, 1: current value is 2"],
    [
      { from: "10:00" },
      'from must be a number of milliseconds since the epoch: current value is "10:00"',
    ],
    [
      { to: Number.NaN },
      "to must be a number of milliseconds since the epoch: current value is NaN",
    ],
    [
      { knownAt: null },
      "knownAt must be a number of milliseconds since the epoch: current value is null",
    ],
    [{ from: { at: 2 }, to: { at: 1 } }, "from.at must be at most to.at, 1: current value is 2"],
    [
      { from: { at: 1 }, to: { knownAt: 1 } },
      "from.knownAt must be at most to.knownAt, 1: current value is Infinity",
    ],
    [
      { from: { at: 1 }, to: { at: "x" } },
      'to.at must be a number of milliseconds since the epoch: current value is "x"',
    ],
    [
      { from: { at: 1, knownAt: Number.NaN }, to: { at: 1 } },
      "from.knownAt must be a number of milliseconds since the epoch: current value is NaN",
    ],
    [
      { from: new Date(0), to: new Date(1) },
      "from must have at, knownAt or both, where from or to is a view: current value is a Date",
    ],
    [null, "options must be an object: current value is null"],
  ])("refuses %o", async (options, message) => {
    // Safe: what a caller without types may pass.
    const given = options as DiffOptions;
    const expected = expect.objectContaining({
      code: "invalid_option",
      message: `Cannot compare two moments of "incident" as ${message}`,
    });
    expect(() => diff(incident, events, given)).toThrow(expected);
    await expect(diff(incident, (async function* () {})(), given)).rejects.toThrow(expected);
  });
});

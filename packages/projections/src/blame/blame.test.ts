import {
  incidentAcknowledge,
  incidentAssign,
  incidentCreate,
  incidentReclassify,
  incidentReopen,
  incidentResolve,
  incidentUpdate,
} from "@audit/events";
import { describe, expect, expectTypeOf, test } from "vitest";
import { type Incident, incident } from "../incident.ts";
import { pathText } from "../leaves/path.ts";
import { defineProjection, type Projection } from "../projection.ts";
import { at, clock, type Entry, recorded, stream } from "../testing.ts";
import { type Blamed, type BlamedLeaf, type BlameOptions, blame } from "./blame.ts";

const by = (id: string) => ({ actor: { id } });
const opened = at(
  "10:00",
  incidentCreate,
  { title: "API", severity: "major", monitors: ["m:1"] },
  by("bot"),
);

/** Writes who set what as `{ title: "bot", … }`. */
const setters = (leaves: readonly BlamedLeaf[]) =>
  Object.fromEntries(
    leaves.map(({ path, setBy }) => [pathText(path), setBy === "initial" ? setBy : setBy.actor.id]),
  );

/** A projection whose state is what the title of an event says, in JSON. */
function written<State>(initial: State, identify?: readonly string[]): Projection<State> {
  return defineProjection<State>("written", {
    revision: 1,
    initial,
    ...(identify && { identify }),
  }).on(incidentUpdate, (_state, { metadata }) => JSON.parse(metadata.changes[0]?.field ?? ""));
}

/** Who set what, where each of these states is set by a, b, c … in turn. */
function story(states: readonly unknown[], initial: unknown = {}, identify?: readonly string[]) {
  const entries = states.map(
    (state, index): Entry =>
      at(
        index,
        incidentUpdate,
        { changes: [{ field: JSON.stringify(state) }] },
        by("abcdefgh".charAt(index)),
      ),
  );
  return setters(blame(written(initial, identify), stream("incident:7", entries)).leaves);
}

describe("blame", () => {
  const events = stream("incident:7", [
    opened,
    at("10:04", incidentAcknowledge, {}, by("ada")),
    at("10:05", incidentReclassify, { from: "major", to: "major" }, by("eve")),
    at(
      "10:06",
      incidentReclassify,
      { from: "major", to: "minor" },
      { ...by("bob"), recordedAt: "11:00" },
    ),
  ]);

  test("gives every leaf with who last changed it, and what replay gives", () => {
    const blamed = blame(incident, events);
    expectTypeOf(blamed).toEqualTypeOf<Blamed<Incident>>();
    expect(setters(blamed.leaves)).toEqual({
      phase: "ada",
      title: "bot",
      severity: "bob",
      'monitors[id "m:1"]': "bot",
      openedAt: "bot",
      "openedBy.id": "bot",
      "openedBy.name": "bot",
      "people.ada": "ada",
      "people.bob": "bob",
      "people.bot": "bot",
      "people.eve": "eve",
      timeToAcknowledge: "ada",
      updates: "bot",
      reopened: "bot",
      acknowledgedAt: "ada",
      "acknowledgedBy.id": "ada",
      "acknowledgedBy.name": "ada",
    });
    expect(blamed.leaves[0]).toMatchObject({ path: ["phase"], value: "acknowledged" });
    expect(blamed).toMatchObject({ state: { phase: "acknowledged" }, report: { applied: 4 } });
  });

  test("looks from a moment, and from what was known then", () => {
    expect(setters(blame(incident, events, { at: clock("10:03") }).leaves)).toMatchObject({
      phase: "bot",
      severity: "bot",
    });
    const known = blame(incident, events, { knownAt: clock("10:30") });
    expect(setters(known.leaves)).toMatchObject({ phase: "ada", severity: "bot" });
    expect(setters(blame(incident, []).leaves)).toEqual({ phase: "initial" });
  });

  test("gives the version that was recorded and the upcasts", () => {
    const old = stream("incident:7", [
      recorded("10:00", "incident.created", 1, { incidentId: 7 }, by("bot")),
      at("10:04", incidentAcknowledge, {}, by("ada")),
    ]);
    const { leaves } = blame(incident, old);
    expect(leaves.find(({ path }) => path[0] === "title")?.setBy).toMatchObject({
      event: { uid: old[0]?.uid, recordedAction: "incident.created", action: "incident.create" },
      actor: { id: "bot" },
      recordedVersion: 1,
      upcasts: [{ from: 1, to: 2 }],
    });
    expect(leaves.find(({ path }) => path[0] === "phase")?.setBy).toMatchObject({
      recordedVersion: 1,
      upcasts: [],
    });
  });

  test("blames what went and came again on the event that brought it back", () => {
    const { leaves } = blame(
      incident,
      stream("incident:7", [
        opened,
        at("10:01", incidentAcknowledge, {}, by("ada")),
        at("10:02", incidentAssign, { assigneeId: "x" }, by("ada")),
        at("10:03", incidentResolve, {}, by("ada")),
        at("10:04", incidentReopen, {}, by("bob")),
        at("10:05", incidentAcknowledge, {}, by("ada2")),
      ]),
    );
    expect(setters(leaves)).toMatchObject({
      acknowledgedAt: "ada2",
      "acknowledgedBy.id": "ada2",
      reopened: "bob",
      "assignee.id": "ada",
    });
  });

  test("blames nobody for what is as it was", () => {
    expect(story([{ a: 1 }, { a: 1 }, { a: 2 }, { a: 2, b: 1 }], { a: 1 })).toEqual({
      a: "c",
      b: "d",
    });
    expect(
      story([
        { a: [], b: {} },
        { b: {}, a: [] },
      ]),
    ).toEqual({ a: "a", b: "a" });
    expect(story([], { a: Number.NaN, b: { c: null } })).toEqual({
      a: "initial",
      "b.c": "initial",
    });
  });

  test("takes what is empty as a leaf, null as a value, and undefined as absent", () => {
    expect(story([{ a: { b: 1 } }, { a: {} }, { a: {} }, { a: { b: 1 } }])).toEqual({ "a.b": "d" });
    expect(story([{ a: [1] }, { a: [] }])).toEqual({ a: "b" });
    expect(story([{ a: 1 }, {}])).toEqual({ "": "b" });
    expect(story([{ a: 1 }, { a: null }, { a: null }])).toEqual({ a: "b" });
    expect(story([], { a: undefined, b: 1 })).toEqual({ b: "initial" });
    expect(blame(written<unknown>(undefined), []).leaves).toEqual([]);
    expect(story([5, 5, 6])).toEqual({ "": "c" });
  });

  test("tells NaN, -0 and Dates of one moment from a change", () => {
    const values = [Number.NaN, -0, new Date(1), Number.NaN, 0, new Date(1), new Date(2)];
    const projection = defineProjection<{ nan: unknown; zero: unknown; date: unknown }>("odd", {
      revision: 1,
      initial: { nan: Number.NaN, zero: -0, date: new Date(1) },
    }).on(incidentUpdate, (_, { timestamp }) => ({
      nan: Number.NaN,
      zero: 0,
      date: new Date(timestamp < 2 ? 1 : 2),
    }));
    const entries = values.map((_, time) =>
      at(time, incidentUpdate, { changes: [] }, by(`${time}`)),
    );
    expect(setters(blame(projection, stream("incident:7", entries)).leaves)).toEqual({
      nan: "initial",
      zero: "initial",
      date: "2",
    });
  });

  test("has no trouble with any key", () => {
    const odd = '{"a.b": 1, "a": {"b": 2}, "__proto__": {"x": 3}, "constructor": 4, "": 5, "0": 6}';
    expect(story([JSON.parse(odd)])).toEqual({
      '["a.b"]': "a",
      "a.b": "a",
      "__proto__.x": "a",
      constructor: "a",
      '[""]': "a",
      '["0"]': "a",
    });
  });
});

describe("blame of lists", () => {
  const element = (id: string, n: number) => ({ id, n });

  test("follows elements by their identity, wherever they stand", () => {
    expect(
      story([
        [element("x", 1), element("y", 1)],
        [element("z", 1), element("x", 1), element("y", 1)],
        [element("y", 2), element("z", 1), element("x", 1)],
      ]),
    ).toEqual({
      '[id "y"].id': "a",
      '[id "y"].n': "c",
      '[id "z"].id': "b",
      '[id "z"].n': "b",
      '[id "x"].id': "a",
      '[id "x"].n': "a",
    });
  });

  test("blames an element that went and came again on who brought it back", () => {
    expect(story([["m:1", "m:2"], ["m:2"], ["m:1", "m:2"]])).toEqual({
      '[id "m:1"]': "c",
      '[id "m:2"]': "a",
    });
  });

  test("uses the keys of the projection, the first that an element has", () => {
    const gru = (n: number) => ({ region: "gru", n });
    const states = [
      [{ id: "x", region: "fra", n: 1 }, gru(1)],
      [gru(2), { id: "x", region: "fra", n: 1 }],
    ];
    expect(story(states, {}, ["id", "region"])).toMatchObject({
      '[id "gru"].n': "b",
      '[id "gru"].region': "a",
      '[id "x"].n': "a",
    });
    expect(Object.keys(story(states))).toContain("[0].n");
  });

  test("goes by position, and says so, where two are the same or one has no identity", () => {
    expect(
      story([
        [1, 2],
        [0, 1, 2],
      ]),
    ).toEqual({ "[0]": "b", "[1]": "b", "[2]": "b" });
    expect(
      story([
        ["x", "y"],
        ["x", "x"],
        ["x", "x", "y"],
      ]),
    ).toEqual({
      "[0]": "a",
      "[1]": "b",
      "[2]": "c",
    });
    expect(
      story([
        ["x", "x"],
        ["y", "x"],
      ]),
    ).toEqual({ '[id "y"]': "b", '[id "x"]': "a" });
  });
});

describe("defineProjection with identify", () => {
  test("keeps the keys along the chain, and has id where none are given", () => {
    const projection = written([], ["region"]);
    expect(projection.on(incidentResolve, (state) => state).identify).toEqual(["region"]);
    expect(incident.identify).toEqual(["id"]);
    expect(Object.isFrozen(projection.identify)).toBe(true);
  });

  test.each<{ given: unknown }>([
    { given: "id" },
    { given: null },
    { given: ["id", ""] },
    { given: [5] },
  ])("refuses $given", ({ given }) => {
    // Safe: what a caller without types may pass.
    const identify = given as readonly string[];
    const bad = typeof given === "string" || given === null;
    expect(() => defineProjection<number>("n", { revision: 1, initial: 0, identify })).toThrow(
      `Cannot define projection "n" as identify must be a list of keys that are not empty: current value is ${bad ? typeof given : "a list with something else in it"}`,
    );
  });
});

describe("blame with options that are wrong", () => {
  test.each<[unknown, string]>([
    [
      { at: Number.NaN },
      "at must be a number of milliseconds since the epoch: current value is NaN",
    ],
    [
      { knownAt: "10:00" },
      'knownAt must be a number of milliseconds since the epoch: current value is "10:00"',
    ],
    [
      { at: new Date(0) },
      "at must be a number of milliseconds since the epoch: current value is a Date",
    ],
    [null, "options must be an object: current value is null"],
    [5, "options must be an object: current value is 5"],
  ])("refuses %o", async (options, message) => {
    // Safe: what a caller without types may pass.
    const given = options as BlameOptions;
    const expected = expect.objectContaining({
      code: "invalid_option",
      message: `Cannot blame "incident" as ${message}`,
    });
    expect(() => blame(incident, [], given)).toThrow(expected);
    await expect(blame(incident, (async function* () {})(), given)).rejects.toThrow(expected);
  });
});

import { describe, expect, test } from "vitest";
import { stateChanges } from "./state-changes.ts";

describe("stateChanges", () => {
  test("gives the leaves that differ, by the keys that lead to them", () => {
    const from = { phase: "open", regions: { "eu.west": { status: "up", since: 1 } } };
    const to = { phase: "open", regions: { "eu.west": { status: "down", since: 2 } } };
    expect(stateChanges(from, to)).toEqual([
      { path: ["regions", "eu.west", "status"], from: "up", to: "down" },
      { path: ["regions", "eu.west", "since"], from: 1, to: 2 },
    ]);
  });

  test("gives the leaves of an object that comes or goes", () => {
    const gru = { name: "API", regions: { gru: { status: "up" } } };
    expect(stateChanges({ name: "API" }, gru)).toEqual([
      { path: ["regions", "gru", "status"], to: "up" },
    ]);
    expect(stateChanges(gru, { name: "API" })).toEqual([
      { path: ["regions", "gru", "status"], from: "up" },
    ]);
  });

  test("takes an empty object as a leaf, which tells emptied from gone", () => {
    const gru = { regions: { gru: "up" } };
    expect(stateChanges({ regions: {} }, gru)).toEqual([
      { path: ["regions"], from: {} },
      { path: ["regions", "gru"], to: "up" },
    ]);
    expect(stateChanges(gru, { regions: {} })).toEqual([
      { path: ["regions", "gru"], from: "up" },
      { path: ["regions"], to: {} },
    ]);
    expect(stateChanges({ regions: {} }, { regions: { gru: undefined } })).toEqual([]);
  });

  test("tells null from absent and takes undefined as absent", () => {
    expect(stateChanges({ a: 1, url: null }, { a: 1 })).toEqual([{ path: ["url"], from: null }]);
    expect(stateChanges({ a: 1 }, { a: 1, url: null })).toEqual([{ path: ["url"], to: null }]);
    expect(stateChanges({ url: undefined }, {})).toEqual([]);
  });

  test("replaces what becomes another kind as a whole", () => {
    expect(stateChanges({ by: "ada" }, { by: { id: "ada" } })).toEqual([
      { path: ["by"], from: "ada", to: { id: "ada" } },
    ]);
    expect(stateChanges({ by: { id: "ada" } }, { by: ["ada"] })).toEqual([
      { path: ["by"], from: { id: "ada" }, to: ["ada"] },
    ]);
    expect(stateChanges({ by: {} }, { by: [] })).toEqual([{ path: ["by"], from: {}, to: [] }]);
  });

  test("compares a state that is no object", () => {
    expect(stateChanges(1, 2)).toEqual([{ path: [], from: 1, to: 2 }]);
    expect(stateChanges(undefined, 0)).toEqual([{ path: [], to: 0 }]);
  });

  test("takes as the same what JSON writes the same, NaN, and Dates of one moment", () => {
    const from = { nan: Number.NaN, zero: -0, date: new Date(5), none: new Date(Number.NaN) };
    const to = { nan: Number.NaN, zero: 0, date: new Date(5), none: new Date(Number.NaN) };
    expect(stateChanges(from, to)).toEqual([]);
    expect(stateChanges({ date: new Date(5) }, { date: new Date(6) })).toEqual([
      { path: ["date"], from: new Date(5), to: new Date(6) },
    ]);
  });

  test("takes a key that every object has as one of its own", () => {
    const to = JSON.parse('{"a": 1, "__proto__": {"status": "up"}, "constructor": 1}');
    expect(stateChanges({ a: 1 }, to)).toEqual([
      { path: ["__proto__", "status"], to: "up" },
      { path: ["constructor"], to: 1 },
    ]);
    expect(stateChanges(to, { a: 1 })).toEqual([
      { path: ["__proto__", "status"], from: "up" },
      { path: ["constructor"], from: 1 },
    ]);
  });

  test("does not look into what the two states share", () => {
    let looks = 0;
    const shared = Object.defineProperty({}, "leaf", { enumerable: true, get: () => ++looks });
    expect(stateChanges({ a: 1, shared }, { a: 2, shared })).toHaveLength(1);
    expect(looks).toBe(0);
  });
});

describe("stateChanges of lists", () => {
  const a = { id: "a", runs: 1 };
  const b = { id: "b", runs: 1 };

  test("takes an element that comes in front, or goes, as one change", () => {
    expect(stateChanges([a, b], [{ id: "c" }, a, b])).toEqual([
      { path: [{ id: "c" }], to: { id: "c" }, position: { to: 0 } },
    ]);
    expect(stateChanges([a, b], [b])).toEqual([
      { path: [{ id: "a" }], from: a, position: { from: 0 } },
    ]);
  });

  test("follows an element that moved and changed", () => {
    expect(stateChanges([a, b, { id: "c" }], [{ id: "c" }, { ...a, runs: 2 }, b])).toEqual([
      { path: [{ id: "c" }], position: { from: 2, to: 0 } },
      { path: [{ id: "a" }, "runs"], from: 1, to: 2 },
    ]);
  });

  test("tells texts apart by themselves, and elements by the keys of the projection", () => {
    expect(stateChanges(["monitor:1"], ["monitor:2", "monitor:1"])).toEqual([
      { path: [{ id: "monitor:2" }], to: "monitor:2", position: { to: 0 } },
    ]);
    const gru = (status: string) => [{ region: "gru", status }];
    expect(stateChanges(gru("up"), gru("down"), ["id", "region"])).toEqual([
      { path: [{ id: "gru" }, "status"], from: "up", to: "down" },
    ]);
  });

  test("compares by position, and says so, where an element has no identity or two have one", () => {
    expect(stateChanges([1, 2], [0, 1, 2])).toEqual([
      { path: [{ index: 0 }], from: 1, to: 0 },
      { path: [{ index: 1 }], from: 2, to: 1 },
      { path: [{ index: 2 }], to: 2 },
    ]);
    expect(stateChanges([a, a], [a])).toEqual([{ path: [{ index: 1 }], from: a }]);
    expect(stateChanges([{ id: null }], [{ id: Number.NaN }])).toEqual([
      { path: [{ index: 0 }, "id"], from: null, to: Number.NaN },
    ]);
  });

  test("tells the number 7 from the text 7", () => {
    expect(stateChanges([{ id: 7 }], [{ id: "7" }]).map(({ path }) => path)).toEqual([
      [{ id: 7 }],
      [{ id: "7" }],
    ]);
  });

  test("takes a list that comes, goes, fills or empties as one change", () => {
    expect(stateChanges({ a: 1 }, { a: 1, monitors: ["x"] })).toEqual([
      { path: ["monitors"], to: ["x"] },
    ]);
    expect(stateChanges({ monitors: ["x"] }, { monitors: [] })).toEqual([
      { path: ["monitors"], from: ["x"], to: [] },
    ]);
    expect(stateChanges({ monitors: [] }, { monitors: [] })).toEqual([]);
  });

  test("gives equal lists as no change", () => {
    expect(
      stateChanges({ monitors: [{ id: 1, to: [] }] }, { monitors: [{ id: 1, to: [] }] }),
    ).toEqual([]);
  });
});

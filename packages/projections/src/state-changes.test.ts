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
    const gru = { regions: { gru: { status: "up" } } };
    expect(stateChanges({ regions: {} }, gru)).toEqual([
      { path: ["regions", "gru", "status"], to: "up" },
    ]);
    expect(stateChanges(gru, {})).toEqual([{ path: ["regions", "gru", "status"], from: "up" }]);
  });

  test("takes a list as one leaf, and equal lists as no change", () => {
    expect(stateChanges({ monitors: ["1"] }, { monitors: ["1", "2"] })).toEqual([
      { path: ["monitors"], from: ["1"], to: ["1", "2"] },
    ]);
    expect(stateChanges({ monitors: [{ id: 1 }] }, { monitors: [{ id: 1 }] })).toEqual([]);
  });

  test("tells null from absent and takes undefined as absent", () => {
    expect(stateChanges({ url: null }, {})).toEqual([{ path: ["url"], from: null }]);
    expect(stateChanges({ url: undefined }, {})).toEqual([]);
  });

  test("replaces a leaf of another kind as a whole", () => {
    expect(stateChanges({ by: "ada" }, { by: { id: "ada" } })).toEqual([
      { path: ["by"], from: "ada", to: { id: "ada" } },
    ]);
  });

  test("gives an empty object that is new, and a state that is no object", () => {
    expect(stateChanges({}, { regions: {} })).toEqual([{ path: ["regions"], to: {} }]);
    expect(stateChanges(1, 2)).toEqual([{ path: [], from: 1, to: 2 }]);
    expect(stateChanges(Number.NaN, Number.NaN)).toEqual([]);
  });

  test("takes a key that every object has as one of its own", () => {
    const to = JSON.parse('{"__proto__": {"status": "up"}, "constructor": 1}');
    expect(stateChanges({}, to)).toEqual([
      { path: ["__proto__", "status"], to: "up" },
      { path: ["constructor"], to: 1 },
    ]);
    expect(stateChanges(to, { phase: "none" })).toEqual([
      { path: ["__proto__", "status"], from: "up" },
      { path: ["constructor"], from: 1 },
      { path: ["phase"], to: "none" },
    ]);
  });
});

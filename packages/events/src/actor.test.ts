import { describe, expect, test } from "vitest";
import { readActor, readStoredActor, readStoredTargets } from "./actor.ts";

describe("readActor", () => {
  test("gives an actor without a name its id, and one without a type that of a user", () => {
    expect(readActor({ id: "u1" })).toEqual({ id: "u1", name: "u1", type: "user" });
  });

  test("reads the default actor back as the system", () => {
    const system = { id: "", name: "system", type: "system" };
    expect(readActor({ id: "", name: "system" })).toEqual(system);
  });
});

describe("readStoredActor", () => {
  test("reads the actor of the product before", () => {
    const server = { id: "server", type: "system" };
    expect(readStoredActor(server)).toEqual({ ...server, name: "server" });
  });

  test("keeps what it does not know", () => {
    const stored = { id: "k", name: "CI", type: "robot", team: "sre", onBehalfOf: { id: "u1" } };
    expect(readStoredActor(stored)).toEqual({
      ...stored,
      onBehalfOf: { id: "u1", name: "u1", type: "user" },
    });
  });

  test.each([null, "ada", 5, [], {}, { id: 5 }])("gives nothing for %j", (stored) => {
    expect(readStoredActor(stored)).toBeUndefined();
  });
});

describe("readStoredTargets", () => {
  test("maps the lone name of the first version to the type", () => {
    expect(readStoredTargets([{ id: "1", name: "monitor" }])).toEqual([
      { id: "1", type: "monitor" },
    ]);
    const named = [{ id: "1", type: "monitor", name: "API" }];
    expect(readStoredTargets(named)).toEqual(named);
  });

  test("gives an empty list for none, and nothing for what is no list of targets", () => {
    expect(readStoredTargets(null)).toEqual([]);
    expect(readStoredTargets({})).toBeUndefined();
    expect(readStoredTargets([{ id: 1 }])).toBeUndefined();
  });
});

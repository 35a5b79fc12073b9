import { describe, expect, test } from "vitest";
import type { Fault } from "./fault.ts";
import { faultsInTurn, type RandomFaultsOptions, randomFaults } from "./fault-plan.ts";

const request = (number: number) => ({ number, method: "POST", path: "/v0/events" });
const drawn = (options: RandomFaultsOptions, count = 500) => {
  const plan = randomFaults(options);
  return Array.from({ length: count }, (_, index) => plan(request(index + 1)));
};

describe("faultsInTurn", () => {
  test("treats each request in its own way, and lets those after the last through", () => {
    const plan = faultsInTurn({ kind: "503" }, undefined, { kind: "429" });
    const kinds = [1, 2, 3, 4].map((number) => plan(request(number))?.kind);
    expect(kinds).toEqual(["503", undefined, "429", undefined]);
  });

  test("refuses what is no fault, naming its place", () => {
    // @ts-expect-error there is no such kind
    expect(() => faultsInTurn({ kind: "503" }, { kind: "504" })).toThrow('"faults[1].kind"');
    // @ts-expect-error a late request is late by some ms
    expect(() => faultsInTurn({ kind: "late" })).toThrow('"faults[0].ms" as it must be ms');
  });
});

describe("randomFaults", () => {
  test("gives the same faults for the same seed, others for another", () => {
    expect(drawn({ seed: 7 })).toEqual(drawn({ seed: 7 }));
    expect(drawn({ seed: 7 })).not.toEqual(drawn({ seed: 8 }));
  });

  test("has every kind among many, and quiet between", () => {
    const kinds = new Set(drawn({ seed: 1 }, 3_000).map((fault) => fault?.kind));
    expect(kinds.size).toBe(12);
    expect(kinds).toContain(undefined);
  });

  test("gives none with no chance, and nothing else with all", () => {
    expect(drawn({ seed: 1, chance: 0 })).toEqual(Array(500).fill(undefined));
    const faults: Fault[] = [{ kind: "503" }];
    expect(drawn({ seed: 1, chance: 1, faults })).toEqual(Array(500).fill(faults[0]));
  });

  test.each<[string, object]>([
    ["seed", { seed: 0.5 }],
    ["chance", { seed: 1, chance: 2 }],
    ["longest", { seed: 1, longest: 0 }],
    ["faults", { seed: 1, faults: [] }],
    ["faults[0].ms", { seed: 1, faults: [{ kind: "slow", ms: -1 }] }],
  ])("refuses a wrong %s", (option, options) => {
    // Safe: a caller without types gives anything.
    expect(() => randomFaults(options as RandomFaultsOptions)).toThrow(`"${option}"`);
  });
});

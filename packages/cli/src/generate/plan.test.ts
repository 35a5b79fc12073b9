import { describe, expect, test } from "vitest";
import { UsageError } from "../usage-error.ts";
import { day } from "./busy-hours.ts";
import { type PlanFlags, readPlan } from "./plan.ts";

const midnight = Date.UTC(2026, 0, 12);
const now = midnight + 10 * 3_600_000;

function planOf(flags: Partial<PlanFlags>) {
  const time = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));
  const session = { workspaceId: "mine", time, show: (ms: number) => new Date(ms).toISOString() };
  // Safe: the overloads of a session's time differ in types alone.
  return readPlan({ shape: "audit", seed: "1", ...flags }, session as never, now);
}

describe("readPlan", () => {
  test("takes the seven days before last midnight, twenty monitors of the workspace", () => {
    expect(planOf({})).toEqual({
      seed: "1",
      from: midnight - 7 * day,
      days: 7,
      events: undefined,
      monitors: 20,
      workspaces: ["mine"],
      rounds: 1,
    });
  });

  test("takes as many monitors as the events need, and at least one for each workspace", () => {
    expect(planOf({ events: 5_000 }).monitors).toBeGreaterThan(50);
    expect(planOf({ workspaces: 30 })).toMatchObject({ monitors: 30 });
    expect(planOf({ workspaces: 2 }).workspaces).toEqual(["ws_1", "ws_2"]);
    expect(planOf({ events: 5_000, monitors: 3 }).monitors).toBe(3);
  });

  test("ends in the past, wherever it begins", () => {
    expect(planOf({ from: "2026-01-10T00:00Z" })).toMatchObject({ days: 2 });
    expect(planOf({ from: "2025-01-10T00:00Z" })).toMatchObject({ days: 7 });
    expect(planOf({ repeat: true }).rounds).toBe(Number.POSITIVE_INFINITY);
    expect(planOf({ repeat: 3 }).rounds).toBe(3);
  });

  test.each<[string, Partial<PlanFlags>]>([
    ["--from", { from: "2026-01-12T00:00Z" }],
    ["--from", { from: "1970-01-12T00:00Z" }],
    ["--days", { from: "2026-01-10T00:00Z", days: 3 }],
    ["--seed", { seed: "s".repeat(101) }],
    ["--workspaces", { workspaces: 5, monitors: 4 }],
    ["--monitors", { shape: "demo", monitors: 4 }],
    ["--workspaces", { shape: "demo", workspaces: 4 }],
    ["--workspace", { shape: "demo", workspace: "a" }],
    ["--datasource", { datasource: "d" }],
  ])("names %s where it is wrong: %j", (named, flags) => {
    expect(() => planOf(flags)).toThrow(UsageError);
    expect(() => planOf(flags)).toThrow(named);
  });
});

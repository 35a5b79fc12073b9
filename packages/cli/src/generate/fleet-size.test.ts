import { describe, expect, test } from "vitest";
import { monitorsFor } from "./fleet-size.ts";
import { generateEvents } from "./generate-events.ts";

const from = Date.UTC(2026, 0, 5);

describe("monitorsFor", () => {
  test.each([
    [1, 1],
    [100, 1],
    [1_000, 7],
    [5_000, 3],
    [3_000, 40],
  ])("gives enough for %i events within %i days, and not far too many", (events, days) => {
    for (const seed of ["1", "2"]) {
      const monitors = monitorsFor(events, { seed, from, days });
      const workspaces = [""];
      const all = [...generateEvents({ seed, from, days, monitors, workspaces })].length;
      expect(all).toBeGreaterThanOrEqual(events);
      expect(all).toBeLessThan(events * 2.5 + 150);
    }
  });

  test("refuses what no fleet has in so few days", () => {
    expect(() => monitorsFor(9e6, { seed: "1", from, days: 1 })).toThrow(
      /^Cannot make 9,000,000 events within 1 days: it takes more than 100,000 monitors$/,
    );
  });
});

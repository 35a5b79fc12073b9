import { describe, expect, test } from "vitest";
import { profileRun } from "./profile-run.ts";

describe("profileRun", () => {
  test("names the function that took the time, and its file", async () => {
    function spin(until: number): number {
      let turns = 0;
      while (performance.now() < until) turns += 1;
      return turns;
    }
    const functions = await profileRun(async () => spin(performance.now() + 100));
    const found = functions.find(({ name }) => name === "spin");
    expect(found?.place).toMatch(/packages\/bench\/src\/harness\/profile-run\.test\.ts:\d+$/);
    expect(found?.share).toBeGreaterThan(0);
    expect(functions.map(({ share }) => share)).toEqual(
      functions.map(({ share }) => share).toSorted((a, b) => b - a),
    );
  });

  test("lets an error of the job through", async () => {
    await expect(profileRun(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  });
});

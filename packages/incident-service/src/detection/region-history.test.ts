import { describe, expect, test } from "vitest";
import type { CheckStatus } from "../checks/check-result.ts";
import { addCheck, type RegionHistory, rememberedChecks } from "./region-history.ts";

const start = 1_700_000_000_000;
const check = (timestamp: number, status: CheckStatus) => ({
  timestamp: start + timestamp,
  monitor: "api",
  status,
});
const empty: RegionHistory = { region: "default", checks: [] };

/** Adds checks and gives, per check, the changes as `<time><status>`, or undefined where it says nothing new. */
function addAll(checks: readonly [number, CheckStatus][], history = empty) {
  const changes = checks.map(([timestamp, status]) => {
    let free = 0;
    const added = addCheck(history, check(timestamp, status), () => free++);
    history = added?.history ?? history;
    return added?.changes.map((change) => `${change.timestamp - start}${change.status}`);
  });
  return { changes, history };
}

describe("addCheck", () => {
  test("gives the first check and every other status as a change", () => {
    const { changes } = addAll([
      [1, "up"],
      [2, "up"],
      [3, "degraded"],
      [4, "down"],
      [5, "down"],
    ]);
    expect(changes).toEqual([["1up"], [], ["3degraded"], ["4down"], []]);
  });

  test("gives a late change and the return of the status before at the next check", () => {
    expect(
      addAll([
        [1, "up"],
        [9, "up"],
        [5, "down"],
      ]).changes.at(-1),
    ).toEqual(["5down", "9up"]);
  });

  test("gives a late change alone where the next check was a change already", () => {
    expect(
      addAll([
        [1, "up"],
        [9, "down"],
        [5, "down"],
      ]).changes.at(-1),
    ).toEqual(["5down"]);
    expect(
      addAll([
        [1, "up"],
        [9, "degraded"],
        [5, "down"],
      ]).changes.at(-1),
    ).toEqual(["5down"]);
  });

  test("gives no change for a late check that is as the one before", () => {
    expect(
      addAll([
        [1, "up"],
        [9, "down"],
        [5, "up"],
      ]).changes.at(-1),
    ).toEqual([]);
  });

  test("gives a change at the very first place", () => {
    expect(
      addAll([
        [5, "up"],
        [1, "down"],
      ]).changes.at(-1),
    ).toEqual(["1down"]);
    expect(
      addAll([
        [5, "up"],
        [1, "up"],
      ]).changes.at(-1),
    ).toEqual(["1up"]);
  });

  test("fills a gap late after late", () => {
    const { changes } = addAll([
      [1, "up"],
      [9, "up"],
      [5, "down"],
      [3, "down"],
      [7, "up"],
      [8, "down"],
    ]);
    expect(changes.slice(2)).toEqual([["5down", "9up"], ["3down"], ["7up"], ["8down"]]);
  });

  test("says nothing of a check with the status of the last one of its time, late or not", () => {
    const { changes } = addAll([
      [1, "up"],
      [1, "up"],
      [2, "up"],
      [1, "up"],
      [1, "down"],
      [1, "down"],
    ]);
    expect(changes).toEqual([["1up"], undefined, [], undefined, ["1down", "2up"], undefined]);
  });

  test("keeps the order of arrival within a millisecond", () => {
    expect(
      addAll([
        [1, "down"],
        [1, "up"],
        [2, "down"],
      ]).changes,
    ).toEqual([["1down"], ["1up"], ["2down"]]);
    expect(
      addAll([
        [1, "up"],
        [2, "up"],
        [1, "down"],
      ]).changes.at(-1),
    ).toEqual(["1down", "2up"]);
  });

  test("gives every change of a millisecond, also of one that comes late", () => {
    expect(
      addAll([
        [1, "down"],
        [1, "up"],
        [1, "down"],
        [1, "down"],
        [2, "up"],
      ]).changes,
    ).toEqual([["1down"], ["1up"], ["1down"], undefined, ["2up"]]);
    expect(
      addAll([
        [1, "up"],
        [2, "up"],
        [1, "down"],
        [1, "up"],
        [1, "down"],
        [1, "down"],
      ]).changes.slice(2),
    ).toEqual([["1down", "2up"], ["1up"], ["1down"], undefined]);
  });

  test("adds nothing at a next millisecond that ends with a change of its own", () => {
    expect(
      addAll([
        [1, "up"],
        [9, "up"],
        [9, "down"],
        [5, "degraded"],
      ]).changes.at(-1),
    ).toEqual(["5degraded"]);
  });

  test("tells a late check from one of the newest millisecond", () => {
    const { history } = addAll([
      [1, "up"],
      [9, "up"],
    ]);
    expect(addCheck(history, check(8, "down"), () => 0)?.late).toBe(true);
    expect(addCheck(history, check(9, "down"), () => 0)?.late).toBe(false);
  });

  test("remembers 100 checks and says nothing of one not newer than what it forgot", () => {
    const filler = Array.from({ length: rememberedChecks }, (_, index): [number, CheckStatus] => [
      10 + index * 10,
      "up",
    ]);
    const { history } = addAll([[0, "down"], ...filler]);
    expect(history.checks).toHaveLength(100);
    expect(history.forgotten).toEqual({ timestamp: start, status: "down" });
    expect(
      addAll(
        [
          [0, "degraded"],
          [-5, "up"],
        ],
        history,
      ).changes,
    ).toEqual([undefined, undefined]);
  });

  test("goes on in a millisecond of which a part is forgotten, and not in one that is forgotten", () => {
    const ties = Array.from({ length: rememberedChecks + 5 }, (_, index): [number, CheckStatus] => [
      0,
      index % 2 === 0 ? "up" : "down",
    ]);
    const { history, changes } = addAll(ties);
    expect(changes).not.toContain(undefined);
    expect(history.forgotten?.timestamp).toBe(start);
    expect(addAll([[0, "down"]], history).changes).toEqual([["0down"]]);
    const later = Array.from({ length: rememberedChecks }, (_, index): [number, CheckStatus] => [
      index + 1,
      "up",
    ]);
    expect(addAll([[0, "down"]], addAll(later, history).history).changes).toEqual([undefined]);
  });

  test("compares a check at the oldest remembered place with the newest forgotten one", () => {
    const filler = Array.from({ length: rememberedChecks }, (_, index): [number, CheckStatus] => [
      10 + index * 10,
      "up",
    ]);
    const { history } = addAll([[0, "down"], ...filler]);
    expect(addAll([[5, "down"]], history).changes).toEqual([[]]);
    expect(addAll([[5, "degraded"]], history).changes).toEqual([["5degraded"]]);
  });
});

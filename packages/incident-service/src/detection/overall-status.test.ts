import { describe, expect, test } from "vitest";
import type { CheckStatus } from "../checks/check-result.ts";
import { overallStatus, seenAt } from "./overall-status.ts";

const overall = (...statuses: CheckStatus[]) =>
  overallStatus(statuses.map((status) => ({ status })));

describe("overallStatus", () => {
  test("is down only when more than half of the regions are down", () => {
    expect(overall("down")).toBe("down");
    expect(overall("down", "up")).toBe("degraded");
    expect(overall("down", "down", "up")).toBe("down");
    expect(overall("down", "down", "up", "degraded")).toBe("degraded");
  });

  test("is degraded when any region is not up", () => {
    expect(overall("up", "degraded", "up")).toBe("degraded");
    expect(overall("up", "up", "down")).toBe("degraded");
  });

  test("is up when all are", () => {
    expect(overall("up", "up")).toBe("up");
    expect(overall()).toBe("up");
  });
});

describe("seenAt", () => {
  test("keeps what is 15 minutes old and drops what is 1 ms older", () => {
    const checks = [{ timestamp: 0 }, { timestamp: 1 }, { timestamp: 900_001 }];
    expect(seenAt(checks, 900_001)).toEqual([{ timestamp: 1 }, { timestamp: 900_001 }]);
  });
});

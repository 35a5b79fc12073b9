import { describe, expect, test } from "vitest";
import { summaryText } from "./summary-text.ts";

const monitor = "TORO Minecraft Bedrock Server";
const day = 86_400_000;
const row = { monitor, events: 449, incidents: 112, downtimeMs: 13 * day + 30 * 60_000 };
const summary = {
  monitors: [{ ...row, longestIncidentMs: 530 * day + 23 * 3_600_000, status: "degraded" }],
  skipped: 0,
};

describe("summaryText", () => {
  test("wraps a long name at a width of 80", () => {
    expect(summaryText(summary, 80)).toBe(
      [
        "  monitor                 events  incidents  downtime     longest     at the end",
        "  TORO Minecraft Bedrock  449     112        13 d 30 min  530 d 23 h  degraded",
        "  Server",
      ].join("\n"),
    );
  });

  test("gives names a line of their own at a width of 60", () => {
    expect(summaryText(summary, 60)).toBe(
      [
        "  monitor",
        "      events  incidents  downtime     longest     at the end",
        "  TORO Minecraft Bedrock Server",
        "      449     112        13 d 30 min  530 d 23 h  degraded",
      ].join("\n"),
    );
  });
});

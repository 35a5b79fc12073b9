import type { CheckResult } from "@audit/incident-service";
import type { MonitorSummary } from "../src/checks/summarize.ts";

/**
 * Gives what the demo must say of a file, from a direct scan of its checks: no events, no store, no
 * projections. For checks of one region.
 */
export function scanChecks(checks: readonly CheckResult[]): MonitorSummary[] {
  const ordered = [...checks].sort((a, b) => a.timestamp - b.timestamp);
  const end = ordered.at(-1)?.timestamp ?? 0;
  const names = [...new Set(ordered.map(({ monitor }) => monitor))];
  return names.map((monitor) => scanMonitor(monitor, ordered, end));
}

function scanMonitor(monitor: string, all: readonly CheckResult[], end: number): MonitorSummary {
  const own = all.filter((check) => check.monitor === monitor);
  const changes = own.filter((check, index) => check.status !== own[index - 1]?.status);
  const outages = changes.flatMap(({ status, timestamp }, index) =>
    status === "down" ? [(changes[index + 1]?.timestamp ?? end) - timestamp] : [],
  );
  const ended = own.at(-1)?.status === "down" ? outages.length - 1 : outages.length;
  return {
    monitor,
    events: 1 + changes.length + outages.length + ended,
    incidents: outages.length,
    downtimeMs: outages.reduce((sum, lasted) => sum + lasted, 0),
    longestIncidentMs: Math.max(0, ...outages),
    status: own.at(-1)?.status ?? "",
  };
}

import type { MonitorSummary, Summary } from "../src/checks/summarize.ts";

interface ScannedCheck {
  readonly timestamp: number;
  readonly monitor: string;
  readonly status: string;
}

/**
 * Gives what the demo must say of a file, from a direct scan of its lines that shares no code with it:
 * no reader, no events, no store, no projections. For checks of one region.
 */
export function scanChecks(text: string): Summary {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const checks = lines.flatMap(scanLine).sort((a, b) => a.timestamp - b.timestamp);
  const end = checks.at(-1)?.timestamp ?? 0;
  const names = [...new Set(checks.map(({ monitor }) => monitor))].sort();
  return {
    monitors: names.map((monitor) => scanMonitor(monitor, checks, end)),
    skipped: lines.length - checks.length,
  };
}

function scanLine(line: string): ScannedCheck[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return [];
  }
  if (typeof value !== "object" || value === null) return [];
  // Every key of it is looked at below.
  const { timestamp, monitor, status, statusCode, latencyMs } = value as Record<string, unknown>;
  if (!Number.isInteger(timestamp) || Number(timestamp) < 1e11) return [];
  if (Number(timestamp) > Date.now() + 24 * 60 * 60 * 1000) return [];
  if (typeof monitor !== "string" || monitor.length < 1 || monitor.length > 200) return [];
  if (typeof status !== "string" || !["up", "degraded", "down"].includes(status)) return [];
  if (![statusCode, latencyMs].every((n) => n === undefined || typeof n === "number")) return [];
  return [{ timestamp: Number(timestamp), monitor, status }];
}

function scanMonitor(monitor: string, all: readonly ScannedCheck[], end: number): MonitorSummary {
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

import type { Incident, Monitor } from "@audit/projections";
import { clockTime } from "./time.ts";

/** Gives a monitor's state in a line: `API is down since 10:42:00 (gru down, fra up)`. */
export function describeMonitor(state: Monitor): string {
  if (state.phase === "none") return "not there yet";
  const regions = Object.entries(state.regions).map(
    ([region, { status }]) => `${region} ${status}`,
  );
  const phase = state.phase === "active" ? "" : `, ${state.phase}`;
  return `${state.name ?? "it"} is ${state.status} since ${clockTime(state.since)}${phase} (${regions.join(", ")})`;
}

/** Gives an incident's state in a line: `"API is down", acknowledged by Ada at 10:44:00`. */
export function describeIncident(state: Incident): string {
  switch (state.phase) {
    case "none":
      return "not there yet";
    case "open":
      return `"${state.title}", ${state.severity}, open since ${clockTime(state.openedAt)}`;
    case "acknowledged":
      return `"${state.title}", ${state.severity}, acknowledged by ${state.acknowledgedBy.name} at ${clockTime(state.acknowledgedAt)}`;
    case "resolved":
      return `"${state.title}", ${state.severity}, resolved by ${state.resolvedBy.name} at ${clockTime(state.resolvedAt)}`;
  }
}

import { table } from "../print/table.ts";
import { duration } from "../print/time.ts";
import type { Summary } from "./summarize.ts";

/** Gives a row per monitor for a person, in lines of at most `width`. */
export function summaryText({ monitors }: Summary, width: number): string {
  const rows = monitors.map(
    ({ monitor, events, incidents, downtimeMs, longestIncidentMs, status }) => [
      monitor,
      String(events),
      String(incidents),
      duration(downtimeMs),
      incidents === 0 ? "-" : duration(longestIncidentMs),
      status,
    ],
  );
  return table([["monitor", "events", "incidents", "downtime", "longest", "at the end"], ...rows], {
    width,
    wraps: "first",
  });
}

import type { AuditEvent } from "@audit/events";
import { monitor, timeline } from "@audit/projections";
import { momentRows } from "../print/moment-rows.ts";
import { bold, table } from "../print/table.ts";
import { dayTime, duration } from "../print/time.ts";
import type { Summary } from "./summarize.ts";

const moments = 10;

/** Prints a row per monitor. */
export function printSummary({ monitors }: Summary): void {
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
  console.log(
    table([["monitor", "events", "incidents", "downtime", "longest", "at the end"], ...rows]),
  );
}

/** Prints the last ten moments of a monitor's stream. */
export function printLastMoments(events: readonly AuditEvent[]): void {
  const last = timeline(monitor, events).slice(-moments);
  console.log(
    `\n${bold(`The last ${last.length} moments of ${events[0]?.id}`)}, the monitor with most incidents; times in UTC\n`,
  );
  console.log(table(momentRows(last, dayTime)));
}

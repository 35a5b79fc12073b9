import type { AuditEvent } from "@audit/events";
import { eventMoments, monitor, timeline } from "@audit/projections";
import { heading } from "../print/heading.ts";
import { momentRows } from "../print/moment-rows.ts";
import { table } from "../print/table.ts";
import { dayTime } from "../print/time.ts";

const moments = 10;

/** Gives the last ten moments of a monitor's stream for a person, in lines of at most `width`. */
export function momentsText(events: readonly AuditEvent[], note: string, width: number): string {
  const last = eventMoments(timeline(monitor, events)).slice(-moments);
  const title = `The last ${last.length} moments of ${events[0]?.id}`;
  return [
    heading(title, width, `${note}; times in UTC`),
    table(momentRows(last, dayTime), { width }),
  ].join("\n");
}

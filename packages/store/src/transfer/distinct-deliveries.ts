import type { RecordedEvent } from "@audit/events";
import { byRecording } from "../merge-doubles.ts";
import { recordedRow } from "./recorded-row.ts";

/**
 * Gives what neighbours with one position say, each thing once, the one recorded first in front: two
 * that differ in `recordedAt` alone are one, those of different writers or contents stay.
 */
export function distinctDeliveries(group: readonly RecordedEvent[]): readonly RecordedEvent[] {
  if (group.length < 2) return group;
  const earliest = new Map<string, RecordedEvent>();
  for (const event of [...group].sort(byRecording)) {
    const { recorded_at: _, ...said } = recordedRow(event);
    const key = JSON.stringify(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)));
    if (!earliest.has(key)) earliest.set(key, event);
  }
  return [...earliest.values()];
}

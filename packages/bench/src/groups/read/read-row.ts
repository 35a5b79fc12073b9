import type { ReadEvent } from "../../stores/stream-rows.ts";

/** One more than a stream has, so that one page is all of it. */
export const pageSize = 10_001;

/** Gives what is compared of a row of the audit log. */
export function readRow(row: unknown): ReadEvent {
  // Safe: the columns that are asked for; 64-bit integers come as texts where ClickHouse quotes them.
  const { uid, action, timestamp, metadata } = row as Record<keyof ReadEvent, string>;
  return { uid, action, timestamp: Number(timestamp), metadata: JSON.parse(metadata) };
}

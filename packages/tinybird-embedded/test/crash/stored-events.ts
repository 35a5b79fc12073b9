import type { client } from "../client.ts";

/** An event as a data source has it. */
export interface StoredEvent {
  /** How often. */
  readonly count: number;
  /** How many versions of its values there are. */
  readonly versions: number;
  readonly key: string;
  readonly slot: number;
  readonly amount: number;
  readonly note: string;
  /** Milliseconds since 1970 of the first and the last `recorded_at`. */
  readonly first: number;
  readonly last: number;
}

/** Reads the events of a data source, by id. */
export async function storedEvents(
  api: ReturnType<typeof client>,
  source: string,
): Promise<Map<string, StoredEvent>> {
  const recorded = source === "notices" ? "recorded_at" : "toUnixTimestamp64Milli(recorded_at)";
  const events = new Map<string, StoredEvent>();
  // In pages, as an answer has a limit.
  for (const slot of [0, 1, 2]) {
    const rows = await api.rows(
      `SELECT id, count() AS count, uniqExact((t.key, t.slot, t.amount, t.note)) AS versions,
              any(t.key) AS key, any(t.slot) AS slot, any(t.amount) AS amount, any(t.note) AS note,
              min(${recorded}) AS first, max(${recorded}) AS last
       FROM ${source} AS t WHERE t.slot = ${slot} GROUP BY id`,
    );
    for (const row of rows) events.set(row.id, row);
  }
  return events;
}

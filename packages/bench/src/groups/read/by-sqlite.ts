import type { Event } from "@event-driven-io/emmett";
import type { Case, Prepared } from "../../harness/group.ts";
import { openEmmett } from "../../stores/emmett-on-libsql.ts";
import { openSqlite } from "../../stores/open-sqlite.ts";
import { streamIds } from "../../stores/stream-rows.ts";
import { pageSize, readRow } from "./read-row.ts";
import { storesOf } from "./read-stores.ts";

type Checked = Event<"monitor.down" | "monitor.recovered", Record<string, unknown>>;

/** Prepares `readStream` of Emmett. */
export async function prepareEmmett(of: Case, shared: unknown): Promise<Prepared> {
  const { store, close } = await openEmmett(storesOf(of, shared).emmett ?? "");
  const nextId = streamIds(of);
  const read = () => store.readStream<Checked>(nextId());
  return {
    run: read,
    async answer() {
      const { events } = await read();
      return events.map(({ type, data, metadata }) => ({
        uid: metadata.messageId,
        action: type,
        timestamp: "timestamp" in metadata ? metadata.timestamp : undefined,
        metadata: data,
      }));
    },
    async end() {
      close();
    },
  };
}

/** Prepares a SELECT over a table whose key is the order of streams. */
export function prepareTable(of: Case, shared: unknown): Prepared {
  const database = openSqlite(storesOf(of, shared).table ?? "");
  const statement = database.prepare(
    "SELECT * FROM events WHERE workspace_id = '' AND id = ? ORDER BY timestamp, uid LIMIT ?",
  );
  const nextId = streamIds(of);
  const read = () => statement.all(nextId(), pageSize).map(readRow);
  return {
    run: read,
    answer: read,
    async end() {
      database.close();
    },
  };
}

import { fetchTransport, TinybirdEventStore } from "@audit/store";
import type { Case, Prepared } from "../../harness/group.ts";
import { type ReadEvent, streamIds } from "../../stores/stream-rows.ts";
import { pageSize, readRow } from "./read-row.ts";
import { storesOf } from "./read-stores.ts";

const deadlines = { append: 60_000, query: 60_000 };

/** Prepares a call of the endpoint, which gives rows. */
export function prepareEndpoint(of: Case, shared: unknown): Prepared {
  const { url, token, pid } = storesOf(of, shared).server;
  const transport = fetchTransport({ url, token, deadlines });
  const nextId = streamIds(of);
  const read = () =>
    transport.query("endpoint_audit_log", {
      workspace_id: "",
      event_id: nextId(),
      page_size: pageSize,
    });
  // Safe: an endpoint gives a list of rows.
  return {
    run: read,
    helpers: [pid],
    answer: async () => ((await read()) as readonly unknown[]).map(readRow),
  };
}

/** Prepares `read` of the store, which gives typed events. */
export function prepareStore(of: Case, shared: unknown): Prepared {
  const { url, token, pid } = storesOf(of, shared).server;
  const store = new TinybirdEventStore({
    transport: fetchTransport({ url, token, deadlines }),
    pageSize,
  });
  const nextId = streamIds(of);
  const read = async () => {
    const events = [];
    for await (const event of store.read(nextId())) events.push(event);
    return events;
  };
  return {
    run: read,
    helpers: [pid],
    answer: async () =>
      (await read()).map((event): ReadEvent => {
        const { uid, recordedAction: action, timestamp } = event;
        return { uid, action, timestamp, metadata: event.known ? event.metadata : undefined };
      }),
  };
}

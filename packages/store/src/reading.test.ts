import type { KnownEvent } from "@audit/events";
import { describe, expect, expectTypeOf, test } from "vitest";
import type { EventStore } from "./event-store.ts";
import { MemoryEventStore } from "./memory-event-store.ts";
import { TinybirdEventStore } from "./tinybird-event-store.ts";
import type { QueryParameters, Transport } from "./transport.ts";

/** A stream without an end, one row per ms, that notes what it is asked for. */
function endless() {
  const asked: QueryParameters[] = [];
  const transport: Transport = {
    ingest: async () => ({ successfulRows: 0, quarantinedRows: 0 }),
    async query(_, parameters) {
      asked.push(parameters);
      const start = Number(parameters.after_timestamp ?? 0);
      return Array.from({ length: Number(parameters.page_size) }, (_, index) =>
        row(start + 1 + index),
      );
    },
  };
  return { asked, store: new TinybirdEventStore({ transport, pageSize: 100 }) };
}

function row(timestamp: number) {
  const place = { id: "monitor:1", uid: "u", timestamp, exact_timestamp: `${timestamp}` };
  const texts = { metadata: "{}", actor: '{"id":""}', targets: "[]", context: "{}" };
  const links = { workspace_id: "", correlation_id: "", causation_id: "", writer: "" };
  const rest = { action: "monitor.delete", version: 1, recorded_at: 1, outcome: "success" };
  return { ...place, ...texts, ...links, ...rest, sequence: 0, previous: -1 };
}

describe("TinybirdEventStore", () => {
  test("holds two pages of a stream at most, and asks for the next with the second event of one", async () => {
    const { asked, store } = endless();
    let count = 0;
    for await (const { timestamp } of store.read("monitor:1")) {
      expect(timestamp).toBe(++count);
      const isFirstOfPage = count % 99 === 1;
      expect(asked.length).toBe(Math.ceil(count / 99) + (isFirstOfPage ? 0 : 1));
      if (count === 500) break;
    }
    expect(asked.at(-1)).toMatchObject({ after_timestamp: "594", after_uid: "u", page_size: 100 });
  });

  test("asks for few rows where few events are wanted", async () => {
    const { asked, store } = endless();
    const events = [];
    for await (const event of store.read("monitor:1", { limit: 3 })) events.push(event);
    expect([events.length, asked.map((parameters) => parameters.page_size)]).toEqual([3, [4]]);
    const { events: page, cursor } = await store.search({ limit: 10 });
    expect([page.length, typeof cursor, asked.at(-1)?.page_size]).toEqual([10, "string", 12]);
  });

  test("asks for no page past the limit", async () => {
    const { asked, store } = endless();
    let count = 0;
    for await (const _ of store.read("monitor:1", { limit: 198 })) count += 1;
    expect([count, asked.length]).toEqual([198, 2]);
  });

  test("ends the request for the next page when the reader leaves", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const transport: Transport = {
      ingest: async () => ({ successfulRows: 0, quarantinedRows: 0 }),
      query: (_, __, { signal } = {}) => {
        signals.push(signal);
        if (signals.length === 1) return Promise.resolve([1, 2, 3].map(row));
        return new Promise((_, reject) => {
          signal?.addEventListener("abort", () => reject(new Error("aborted")));
        });
      },
    };
    const store = new TinybirdEventStore({ transport, pageSize: 3 });
    for await (const { timestamp } of store.readAll()) if (timestamp === 2) break;
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
  });

  test("does not wait for a page once its signal has aborted", async () => {
    const transport: Transport = {
      ingest: async () => ({ successfulRows: 0, quarantinedRows: 0 }),
      query: () => new Promise(() => {}),
    };
    const store = new TinybirdEventStore({ transport });
    const controller = new AbortController();
    const first = store.read("monitor:1", { signal: controller.signal }).next();
    controller.abort("enough");
    await expect(first).rejects.toBe("enough");
  });
});

describe("EventStore", () => {
  test("types events by the actions that were asked for", async () => {
    const store: EventStore<import("@audit/events").BuiltInAction> = new MemoryEventStore();
    for await (const event of store.read("monitor:1", { actions: ["monitor.down"] })) {
      if (event.known) expectTypeOf(event.action).toEqualTypeOf<"monitor.down">();
    }
    const { events } = await store.search({ actions: ["monitor.pause", "monitor.down"] });
    for (const event of events)
      if (event.known) expectTypeOf(event.action).toEqualTypeOf<"monitor.pause" | "monitor.down">();
    for await (const event of store.readAll())
      if (event.known && event.action === "monitor.down")
        expectTypeOf(event).toExtend<KnownEvent<"monitor.down", number, { region: string }>>();
    // @ts-expect-error no action is called so
    await expect(store.search({ actions: ["monitor.dwon"] })).rejects.toThrow("actions.0 must be");
  });
});

import { type AuditEvent, type BuiltInAction, catalog } from "@audit/events";
import { type EventStore, MemoryEventStore, type TailedEvent } from "@audit/store";
import { describe, expect, expectTypeOf, test } from "vitest";

const draft = { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } } as const;

describe("tail", () => {
  test("gives events of the actions that are asked for, in their types", async () => {
    const store: EventStore<BuiltInAction> = new MemoryEventStore();
    await store.append(draft);
    for await (const { event, checkpoint } of store.tail({ after: 0, actions: ["monitor.down"] })) {
      expectTypeOf(checkpoint).toBeString();
      if (event.known) expectTypeOf(event.action).toEqualTypeOf<"monitor.down">();
      if (event.known) expect(event.metadata.region).toBe("gru");
      break;
    }
    const every = store.tail();
    expectTypeOf(every).toEqualTypeOf<AsyncIterable<TailedEvent>>();
    expectTypeOf<TailedEvent["event"]>().toEqualTypeOf<AuditEvent<BuiltInAction>>();
  });

  test("takes names of its catalog only, and no bounds of valid time", () => {
    const store = new MemoryEventStore({ catalog });
    // @ts-expect-error this catalog has no such action
    store.tail({ actions: ["monitor.dwn"] });
    // @ts-expect-error a tail follows known time: `after` says where to begin
    store.tail({ from: 0 });
    // @ts-expect-error a Date is no ms
    store.tail({ after: new Date(0) });
    expect(typeof store.tail()[Symbol.asyncIterator]).toBe("function");
  });
});

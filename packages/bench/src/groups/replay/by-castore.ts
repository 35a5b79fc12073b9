import { type Aggregate, EventStore, EventType } from "@castore/core";
import { InMemoryEventStorageAdapter } from "@castore/event-storage-adapter-in-memory";
import type { Case, Prepared } from "../../harness/group.ts";
import { streamEvents } from "../stream-events.ts";
import type { Counting } from "./counting.ts";

/** Prepares `getAggregate` over its store in memory; versions stand for moments. */
export function prepareCastore({ size, work }: Case): Prepared {
  const store = new EventStore({
    eventStoreId: "monitors",
    eventTypes: [typed("monitor.create"), typed("monitor.down"), typed("monitor.recovered")],
    // The first state is undefined, which its types do not say.
    reducer: (state: (Counting & Aggregate) | undefined, event): Counting & Aggregate => ({
      aggregateId: event.aggregateId,
      version: event.version,
      status: event.type === "monitor.down" ? "down" : "up",
      downs: (state?.downs ?? 0) + (event.type === "monitor.down" ? 1 : 0),
      since: event.payload.timestamp,
    }),
    eventStorageAdapter: new InMemoryEventStorageAdapter({
      initialEvents: streamEvents(size).map(({ recordedAction, timestamp }, index) => ({
        aggregateId: "monitor:1",
        version: index + 1,
        type: recordedAction,
        timestamp: new Date(timestamp).toISOString(),
        payload: { timestamp },
      })),
    }),
  });
  const options = work === size ? {} : { maxVersion: work };
  const run = () => store.getAggregate("monitor:1", options);
  return {
    run,
    async answer() {
      const { aggregate } = await run();
      return { status: aggregate?.status, downs: aggregate?.downs, since: aggregate?.since };
    },
  };
}

function typed<Name extends string>(type: Name) {
  return new EventType<Name, { timestamp: number }>({ type });
}

import { type Event, getInMemoryEventStore } from "@event-driven-io/emmett";
import type { Case, Prepared } from "../../harness/group.ts";
import { streamEvents } from "../stream-events.ts";
import { beforeAll, type Counting, goDown, goUp } from "./counting.ts";

type Checked = Event<
  "monitor.down" | "monitor.recovered" | "monitor.create",
  { timestamp: number }
>;

/** Prepares `aggregateStream` over its store in memory; versions stand for moments. */
export async function prepareEmmett({ size, work }: Case): Promise<Prepared> {
  const store = getInMemoryEventStore();
  await store.appendToStream(
    "monitor:1",
    streamEvents(size).map(
      ({ recordedAction, timestamp }): Checked => ({
        // Safe: the stream has these three actions.
        type: recordedAction as Checked["type"],
        data: { timestamp },
      }),
    ),
  );
  const read = work === size ? {} : { read: { to: BigInt(work) } };
  const run = () =>
    store.aggregateStream<Counting, Checked>("monitor:1", {
      initialState: () => beforeAll,
      evolve: (state: Counting, { type, data }: Checked) =>
        type === "monitor.down" ? goDown(state, data.timestamp) : goUp(state, data.timestamp),
      ...read,
    });
  return { run, answer: async () => (await run()).state };
}

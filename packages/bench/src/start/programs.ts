/** A program that emits one event and says then what it has cost so far. */
export interface Program {
  readonly name: string;
  readonly differs: string;
  readonly text: string;
}

const tell = "process.stdout.write(JSON.stringify(process.cpuUsage()));";

/** Programs that do the same first thing, the shortest way each offers. */
export const programs: readonly Program[] = [
  { name: "an empty program", differs: "emits nothing", text: tell },
  {
    name: "ours",
    differs: "zod and all built-in actions in it; the event is checked",
    text: `import { catalog, createWriter } from "@audit/events";
      const metadata = { region: "gru" };
      createWriter(catalog).complete([{ id: "monitor:1", action: "monitor.down", metadata }]);
      ${tell}`,
  },
  {
    name: "Emmett",
    differs: "checks nothing",
    text: `import { getInMemoryEventStore } from "@event-driven-io/emmett";
      const data = { region: "gru" };
      await getInMemoryEventStore().appendToStream("monitor:1", [{ type: "monitor.down", data }]);
      ${tell}`,
  },
  {
    name: "Castore",
    differs: "checks nothing",
    text: `import { EventStore, EventType } from "@castore/core";
      import { InMemoryEventStorageAdapter } from "@castore/event-storage-adapter-in-memory";
      const store = new EventStore({
        eventStoreId: "monitors",
        eventTypes: [new EventType({ type: "monitor.down" })],
        reducer: (state) => state,
        eventStorageAdapter: new InMemoryEventStorageAdapter({ initialEvents: [] }),
      });
      const payload = { region: "gru" };
      await store.pushEvent({ aggregateId: "1", version: 1, type: "monitor.down", payload });
      ${tell}`,
  },
  {
    name: "Act",
    differs:
      "zod in it; the event is checked; runs on Node 22 only, it says; its log is on its highest level",
    text: `import { act, ConsoleLogger, log, state } from "@rotorsoft/act";
      import { z } from "zod";
      log(new ConsoleLogger({ level: "fatal" }));
      const region = z.object({ region: z.string() });
      const Monitor = state({ Monitor: region })
        .init(() => ({ region: "" }))
        .emits({ MonitorDown: region })
        .patch({ MonitorDown: ({ data }) => data })
        .on({ goDown: region })
        .emit((metadata) => ["MonitorDown", metadata])
        .build();
      const target = { stream: "monitor:1", actor: { id: "1", name: "system" } };
      await act().withState(Monitor).build().do("goDown", target, { region: "gru" });
      ${tell}`,
  },
];

/** A program that emits one event and says then what it has cost so far. */
export interface Program {
  readonly name: string;
  readonly differs: string;
  readonly text: string;
}

/** What a program says at last: what it has cost. */
export const tell = "process.stdout.write(JSON.stringify(process.cpuUsage()));";

/** Programs that do the same first thing, the shortest way each offers; the first two are what others are held against. */
export const programs: readonly Program[] = [
  { name: "an empty program", differs: "emits nothing", text: tell },
  {
    name: "zod alone",
    differs: "emits nothing; makes one schema and parses once",
    text: `import { z } from "zod";
      z.object({ region: z.string() }).parse({ region: "gru" });
      ${tell}`,
  },
  {
    name: "ours",
    differs: "all built-in actions in it, of zod what they need; the event is checked",
    text: `import { catalog, createWriter } from "@audit/events";
      const metadata = { region: "gru" };
      createWriter(catalog).complete([{ id: "monitor:1", action: "monitor.down", metadata }]);
      ${tell}`,
  },
  {
    name: "ours, an action of its own",
    differs: "zod in it; the event is checked",
    text: `import { createWriter, defineAction, defineCatalog } from "@audit/events";
      import { z } from "zod";
      const siteDown = defineAction("site.down").version(1, z.strictObject({ region: z.string() }));
      const metadata = { region: "gru" };
      createWriter(defineCatalog([siteDown])).complete([{ id: "site:1", action: "site.down", metadata }]);
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

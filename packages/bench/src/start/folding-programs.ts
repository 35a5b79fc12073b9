import { type Program, tell } from "./programs.ts";

/** Programs that know three actions, emit one event and fold its stream to a state, the shortest way each offers. */
export const foldingPrograms: readonly Program[] = [
  {
    name: "ours",
    differs: "the event is checked; a report of what the state rests on",
    text: `import { createWriter, defineCatalog, monitorCreate, monitorDown, monitorRecovered } from "@audit/events";
      import { defineProjection, replay } from "@audit/projections";
      const catalog = defineCatalog([monitorCreate, monitorDown, monitorRecovered]);
      const status = defineProjection("status", { revision: 1, initial: "unknown" })
        .on(monitorCreate, () => "new")
        .on(monitorDown, () => "down")
        .on(monitorRecovered, () => "up");
      const draft = { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } };
      const [event] = createWriter(catalog).complete([draft]);
      const read = catalog.decode({ ...event, recordedAt: event.timestamp, copies: 1 });
      const { state } = replay(status, [read]);
      if (state !== "down") throw new Error(state);
      ${tell}`,
  },
  {
    name: "Emmett",
    differs: "checks nothing",
    text: `import { getInMemoryEventStore } from "@event-driven-io/emmett";
      const store = getInMemoryEventStore();
      const data = { region: "gru" };
      await store.appendToStream("monitor:1", [{ type: "monitor.down", data }]);
      const states = { "monitor.create": "new", "monitor.down": "down", "monitor.recovered": "up" };
      const { state } = await store.aggregateStream("monitor:1", {
        initialState: () => "unknown",
        evolve: (_, { type }) => states[type],
      });
      if (state !== "down") throw new Error(state);
      ${tell}`,
  },
  {
    name: "Castore",
    differs: "checks nothing",
    text: `import { EventStore, EventType } from "@castore/core";
      import { InMemoryEventStorageAdapter } from "@castore/event-storage-adapter-in-memory";
      const states = { "monitor.create": "new", "monitor.down": "down", "monitor.recovered": "up" };
      const store = new EventStore({
        eventStoreId: "monitors",
        eventTypes: Object.keys(states).map((type) => new EventType({ type })),
        reducer: (_, { aggregateId, version, type }) => ({ aggregateId, version, status: states[type] }),
        eventStorageAdapter: new InMemoryEventStorageAdapter({ initialEvents: [] }),
      });
      const payload = { region: "gru" };
      await store.pushEvent({ aggregateId: "1", version: 1, type: "monitor.down", payload });
      const { aggregate } = await store.getAggregate("1");
      if (aggregate.status !== "down") throw new Error(aggregate.status);
      ${tell}`,
  },
  {
    name: "Act",
    differs: "the event is checked; its log is on its highest level",
    text: `import { act, ConsoleLogger, log, state } from "@rotorsoft/act";
      import { z } from "zod";
      log(new ConsoleLogger({ level: "fatal" }));
      const region = z.object({ region: z.string() });
      const created = z.object({ name: z.string() });
      const Monitor = state({ Monitor: z.object({ status: z.string() }) })
        .init(() => ({ status: "unknown" }))
        .emits({ MonitorCreated: created, MonitorDown: region, MonitorRecovered: region })
        .patch({
          MonitorCreated: () => ({ status: "new" }),
          MonitorDown: () => ({ status: "down" }),
          MonitorRecovered: () => ({ status: "up" }),
        })
        .on({ goDown: region })
        .emit((metadata) => ["MonitorDown", metadata])
        .build();
      const app = act().withState(Monitor).build();
      const target = { stream: "monitor:1", actor: { id: "1", name: "system" } };
      await app.do("goDown", target, { region: "gru" });
      const loaded = await app.load(Monitor, "monitor:1");
      if (loaded.state.status !== "down") throw new Error(loaded.state.status);
      ${tell}`,
  },
];

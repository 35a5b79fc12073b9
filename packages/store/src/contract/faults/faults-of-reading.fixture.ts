import { collect } from "../contract-case.ts";
import type { Event, Events, Fault, Options, Store } from "./faulty-store.fixture.ts";

const hasCursor = (page: object): page is { cursor: string } => "cursor" in page;
const mapped = (change: (events: Event[]) => Events): Fault => ({
  events: change,
  page: (page) => ({ ...page, events: change([...page.events]) }),
});
const handedOut = new WeakMap<Store, Map<string, Event>>();
/** Gives the same object for an event each time. */
const shared = (event: Event, store: Store): Event => {
  const known = handedOut.get(store) ?? new Map<string, Event>();
  handedOut.set(store, known);
  const key = `${event.workspaceId} ${event.id} ${event.uid} ${event.timestamp} ${event.copies}`;
  const same = known.get(key) ?? event;
  known.set(key, same);
  return same;
};
const noTargets: Event["targets"] = [];
const nobody = { id: "", name: "system", type: "system" };

/** Stores that go wrong in which events they give, and how. */
export const faultsOfReading: Readonly<Record<string, Fault>> = {
  "gives one event too many": {
    options: (options) =>
      Number.isSafeInteger(options.limit) &&
      Number(options.limit) > 0 &&
      Number(options.limit) < 1_000
        ? { ...options, limit: Number(options.limit) + 1 }
        : options,
  },
  "gives one event too few": {
    options: (options) =>
      Number(options.limit) > 1 && Number.isSafeInteger(options.limit)
        ? { ...options, limit: Number(options.limit) - 1 }
        : options,
  },
  "counts a limit before the range": {
    events: async (events, { limit, workspaceId, direction }, store) => {
      const [first] = events;
      if (limit === undefined || first === undefined) return events;
      const all = store.read(first.id, { workspaceId, direction, limit });
      const uids = new Set((await collect(all)).map(({ uid }) => uid));
      return events.filter(({ uid }) => uids.has(uid));
    },
  },
  "gives at most a thousand events": mapped((events) => events.slice(0, 1_000)),
  "counts the facts of a conflict one by one": {
    events: (events, { limit = Infinity }) => events.slice(0, limit),
    page: (page, { limit = 100 }) => ({ ...page, events: page.events.slice(0, limit) }),
  },
  "takes any limit": {
    options: (options) =>
      Number.isSafeInteger(options.limit) &&
      Number(options.limit) > 0 &&
      Number(options.limit) <= 1_000
        ? options
        : { ...options, limit: undefined },
  },
  "takes any direction": {
    options: ({ direction, ...options }) =>
      direction === "backward" ? { ...options, direction } : options,
  },
  "leaves out what is at the bounds": {
    events: (events, { from = -Infinity, to = Infinity }) =>
      events.filter(({ timestamp }) => timestamp > from && timestamp < to),
    page: (page, { from = -Infinity, to = Infinity }) => ({
      ...page,
      events: page.events.filter(({ timestamp }) => timestamp > from && timestamp < to),
    }),
  },
  "gives the place again behind which it goes on": {
    options: ({ after, ...options }) =>
      after === undefined
        ? options
        : {
            ...options,
            after: { ...after, timestamp: after.timestamp, uid: `${after.uid}`.slice(0, -1) },
          },
  },
  "knows what was recorded later": {
    options: (options) =>
      typeof options.knownAt === "number" && Number.isSafeInteger(options.knownAt)
        ? { ...options, knownAt: options.knownAt + 3_600_000 }
        : options,
  },
  "gives again what was recorded at the moment after which it looks": {
    options: (options) =>
      Number.isSafeInteger(options.recordedAfter)
        ? { ...options, recordedAfter: Number(options.recordedAfter) - 1 }
        : options,
  },
  "gives whole streams, whatever was recorded since": {
    options: ({ recordedAfter: _, ...options }) => options,
  },
  "does not give what was there when a copy of it comes": {
    events: async (events, { recordedAfter: knownAt, workspaceId }, store) => {
      if (knownAt === undefined) return events;
      const before = await collect(store.readAll({ workspaceId, knownAt }));
      return events.filter(({ uid }) => before.every((event) => event.uid !== uid));
    },
  },
  "counts the copies that were there before": {
    events: async (events, { recordedAfter, workspaceId }, store) => {
      if (recordedAfter === undefined) return events;
      const uids = new Set(events.map(({ uid }) => uid));
      const [id = ""] = events.map((event) => event.id);
      return (await collect(store.read(id, { workspaceId }))).filter(({ uid }) => uids.has(uid));
    },
  },
  "finds actions by today's names alone": {
    events: (events, { actions }) =>
      actions === undefined
        ? events
        : events.filter(({ recordedAction }) => actions.some((name) => name === recordedAction)),
  },
  "does not hear a signal": { options: ({ signal: _, ...options }) => options },
  "ends every reader by one signal": {
    methods: (store) => {
      const all = new Set<AsyncGenerator<Event>>();
      return {
        read: (id: string, options?: Options) => {
          // Safe: what the memory store gives.
          const events = store.read(id, options) as AsyncGenerator<Event>;
          all.add(events);
          options?.signal?.addEventListener("abort", () => {
            for (const each of all) if (each !== events) void each.return(undefined);
          });
          return events;
        },
      };
    },
  },
  "refuses at once, and reads what was there at once": {
    methods: (store) => ({
      read: (id: string, options: Options = {}) => {
        if (Number(options.from) > Number(options.to)) throw new RangeError("from");
        return collectNow(collect(store.read(id, options)));
      },
      readMany: (ids: string[], options: Options = {}) =>
        collectNow(collect(store.readMany(ids, options))),
      readAll: (options: Options = {}) => collectNow(collect(store.readAll(options))),
    }),
  },
  "cannot be read again after a reader stopped": {
    methods: (store) => {
      let isBroken = false;
      const breakable = async function* (events: AsyncIterable<Event>) {
        if (isBroken) throw new Error("the connection is gone");
        let isDone = false;
        try {
          yield* events;
          isDone = true;
        } finally {
          isBroken ||= !isDone;
        }
      };
      return {
        read: (id: string, options?: Options) => breakable(store.read(id, options)),
        readAll: (options?: Options) => breakable(store.readAll(options)),
      };
    },
  },
  "gives two readers of one iterable the same event": {
    methods: (store) => ({
      read: (id: string, options?: Options) => {
        let events: Promise<Event[]> | undefined;
        let at = 0;
        const next = async () => {
          const here = at;
          events ??= collect(store.read(id, options));
          const value = (await events)[here];
          at = here + 1;
          return value === undefined ? { done: true, value } : { done: false, value };
        };
        return { [Symbol.asyncIterator]: () => ({ next }) };
      },
    }),
  },
  "shows a reader nothing that is appended while it reads, and loses what comes before": {
    methods: (store, { pageSize = 50 }) => ({
      // Pages by their number: what comes in before moves what is behind.
      read: async function* (id: string, options?: Options) {
        for (let page = 0; ; page += 1) {
          const all = await collect(store.read(id, options));
          const events = all.slice(page * pageSize, (page + 1) * pageSize);
          yield* events;
          if (events.length < pageSize) return;
        }
      },
    }),
  },
  "gives what it gave before": {
    events: (events, _, store) => events.map((event) => shared(event, store)),
    page: (page, _, store) => ({
      ...page,
      events: page.events.map((event) => shared(event, store)),
    }),
  },
  "gives events with parts in common": mapped((events) =>
    events.map((event) => ({
      ...event,
      ...(event.targets.length === 0 && { targets: noTargets }),
      ...(event.actor.id === "" && { actor: nobody }),
    })),
  ),
  "remembers a reading": {
    methods: (store) => {
      const remembered = new Map<string, Event[]>();
      return {
        read: async function* (id: string, options: Options = {}) {
          const key = `${id} ${options.workspaceId}`;
          const isPlain = Object.keys(options).length === 1 && !id.endsWith("clock");
          const events =
            (isPlain && remembered.get(key)) || (await collect(store.read(id, options)));
          if (isPlain && events.length > 1) remembered.set(key, events);
          yield* events;
        },
      };
    },
  },
  "gives a double again at the border of a page": {
    methods: (store, { pageSize = 50 }) => ({
      read: async function* (id: string, options: Options = {}) {
        let row = 0;
        for await (const event of store.read(id, options)) {
          const before = Math.floor(row / pageSize);
          row += event.copies;
          const isParted = event.copies > 1 && Math.floor((row - 1) / pageSize) !== before;
          if (isParted) yield { ...event, copies: 1 };
          yield isParted ? { ...event, copies: event.copies - 1 } : event;
        }
      },
    }),
  },
  "loses a stream that begins with a page": {
    methods: (store, { pageSize = 50 }) => {
      const losing = async function* (events: AsyncIterable<Event>) {
        let row = 0;
        let last: string | undefined;
        for await (const event of events) {
          if (event.id === last || row % pageSize !== 0 || row === 0) yield event;
          row += 1;
          last = event.id;
        }
      };
      return {
        readMany: (ids: string[], options?: Options) => losing(store.readMany(ids, options)),
        readAll: (options?: Options) => losing(store.readAll(options)),
      };
    },
  },
  "loses the last event of a full page": {
    methods: (store, { pageSize = 50 }) => ({
      read: async function* (id: string, options: Options = {}) {
        const events = await collect(store.read(id, options));
        yield* events.filter(
          (_, index) => events.length % pageSize !== 0 || index < events.length - 1,
        );
      },
    }),
  },
  "reads a fleet in the order of asking": {
    methods: (store) => ({
      readMany: async function* (ids: string[], options?: Options) {
        await collect(store.readMany(ids, options));
        for (const id of ids) yield* store.readMany([id], options);
      },
    }),
  },
  "reads a hundred streams of a fleet": {
    methods: (store) => ({
      readMany: (ids: string[], options?: Options) =>
        store.readMany(Array.isArray(ids) ? ids.slice(0, 100) : ids, options),
    }),
  },
  "has something in every stream": {
    events: async (events, { workspaceId }, store) => {
      if (events.length > 0) return events;
      const { events: any } = await store.search({ workspaceId: "ghosts" });
      if (any.length === 0)
        await store.append({
          id: "monitor:ghost",
          action: "monitor.delete",
          metadata: {},
          workspaceId: "ghosts",
        });
      const ghosts = (await store.search({ workspaceId: "ghosts" })).events;
      return ghosts.map((ghost) => ({ ...ghost, workspaceId: workspaceId ?? "" }));
    },
  },
  "forgets the end of a page where no cursor is due": {
    page: (page) => ({ ...page, cursor: hasCursor(page) ? page.cursor : undefined }),
  },
};

async function* collectNow(events: Promise<Event[]>): AsyncGenerator<Event> {
  events.catch(() => {});
  yield* await events;
}

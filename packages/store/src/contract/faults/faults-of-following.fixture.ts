import { systemClock } from "../../fetch-transport/clock.ts";
import { MemoryEventStore } from "../../memory-event-store.ts";
import { InvalidReadError } from "../../store-error.ts";
import type { TailedEvent, TailOptions } from "../../tail/tail-options.ts";
import { collect } from "../contract-case.ts";
import { type Drafts, type Fault, listOf, type Tail } from "./faulty-store.fixture.ts";

const pollEnd = new Error("the poll ends");

/** Gives what each poll of a tail gives, as a list. */
async function* polls(right: Tail, options: TailOptions): AsyncGenerator<TailedEvent[]> {
  const { clock = systemClock, pause = 1_000, signal } = options;
  let { after = Date.now() - 1 } = options;
  for (;;) {
    const items: TailedEvent[] = [];
    const once = { now: () => clock.now(), sleep: () => Promise.reject(pollEnd) };
    try {
      for await (const item of right({ ...options, after, clock: once })) items.push(item);
    } catch (error) {
      if (error !== pollEnd) throw error;
    }
    yield items;
    after = items.at(-1)?.checkpoint ?? after;
    await clock.sleep(pause, signal);
    signal?.throwIfAborted();
  }
}

/** Asks for something else. */
const asks = (change: (options: TailOptions) => TailOptions): Fault => ({
  tail: (right) => (options) => right(options && change(options)),
});
/** Gives some events only, judged by those that were given before. */
const keeps = (
  isKept: (item: TailedEvent, given: TailedEvent[], options: TailOptions) => boolean,
): Fault => ({
  tail: (right) =>
    async function* (options = {}) {
      const given: TailedEvent[] = [];
      for await (const item of right(options)) {
        if (isKept(item, given, options)) yield item;
        given.push(item);
      }
    },
});
/** Gives something else for what a poll gives. */
const polling = (
  change: (items: TailedEvent[], before: TailedEvent[]) => TailedEvent[],
): Fault => ({
  tail: (right) =>
    async function* (options = {}) {
      let before: TailedEvent[] = [];
      for await (const items of polls(right, options)) {
        yield* change(items, before);
        before = items;
      }
    },
});

/** Stores that go wrong in following a workspace. */
export const faultsOfFollowing: Readonly<Record<string, Fault>> = {
  "follows every workspace": {
    methods: (store) => {
      const all = new MemoryEventStore();
      return {
        append: async (drafts: Drafts) => {
          // Safe: what the other store took, this one takes, too.
          await all.append(listOf(drafts).map((draft) => ({ ...draft, workspaceId: "" })) as never);
          return store.append(drafts as never);
        },
        tail: (options: TailOptions) => all.tail({ ...options, workspaceId: "" }),
      };
    },
  },
  "ends when it has given what was there": {
    tail: (right) =>
      async function* (options = {}) {
        for await (const items of polls(right, options)) return yield* items;
      },
  },
  "gives the events of a poll newest first": polling((items) => items.toReversed()),
  "gives events without a look at the catalog": {
    tail: (right) =>
      async function* (options) {
        for await (const item of right(options)) {
          const { known: _, ...event } = item.event;
          // Safe: with a fault, it is to be taken for an event all the same.
          yield { ...item, event: event as TailedEvent["event"] };
        }
      },
  },
  "begins at the beginning": asks((options) => ({ after: 0, ...options })),
  "begins now, wherever it is told to": asks(({ after: _, ...options }) => options),
  "follows every action": asks(({ actions: _, ...options }) => options),
  "follows actions by today's names alone": keeps(
    ({ event }, _, { actions }) =>
      actions === undefined || actions.some((name) => name === event.recordedAction),
  ),
  "gives an event again with each copy of it": {
    methods: (store) => ({
      tail: async function* (options: TailOptions) {
        const tail: Tail = (given) => store.tail(given);
        const given = new Map<TailedEvent, number>();
        for await (const items of polls(tail, options)) {
          yield* items;
          const events = await collect(store.readAll({ workspaceId: options.workspaceId ?? "" }));
          for (const item of [...given.keys(), ...items]) {
            const copies = events.find(({ uid }) => uid === item.event.uid)?.copies ?? 0;
            if (copies > (given.get(item) ?? copies)) yield item;
            given.set(item, copies);
          }
        }
      },
    }),
  },
  "gives again what is in its window": polling((items, before) => [...before, ...items]),
  "counts the copies of an event": {
    methods: (store) => ({
      tail: async function* (options: TailOptions) {
        for await (const item of store.tail(options)) {
          const { id, uid, workspaceId } = item.event;
          const stream = await collect(store.read(id, { workspaceId }));
          yield { ...item, event: stream.find((event) => event.uid === uid) };
        }
      },
    }),
  },
  "takes a uid for an event, whatever it says": keeps(({ event }, given) =>
    given.every((item) => item.event.uid !== event.uid),
  ),
  "skips the first event behind a checkpoint": keeps(
    (_, given, { after }) => typeof after !== "string" || given.length > 0,
  ),
  "gives the event again that a checkpoint came with": {
    tail: (right) =>
      async function* (options = {}) {
        let checkpoint: string | undefined;
        for await (const item of right(options)) {
          yield { ...item, checkpoint: checkpoint ?? item.checkpoint };
          checkpoint = item.checkpoint;
        }
      },
  },
  "gives one checkpoint for all that a poll finds": polling((items) => {
    const checkpoint = items.at(-1)?.checkpoint ?? "";
    return items.map((item) => ({ ...item, checkpoint }));
  }),
  "begins with what was recorded at the moment": asks((options) =>
    typeof options.after === "number" ? { ...options, after: options.after - 1 } : options,
  ),
  "skips what was recorded a moment later": asks((options) =>
    typeof options.after === "number" && options.after > 0
      ? { ...options, after: options.after + 1 }
      : options,
  ),
  "ends by its signal without the reason": {
    tail: (right) =>
      async function* (options) {
        try {
          yield* right(options);
        } catch (error) {
          if (options?.signal?.aborted) throw new Error("aborted");
          throw error;
        }
      },
  },
  "ends by its signal as if there was no more": {
    tail: (right) =>
      async function* (options) {
        try {
          yield* right(options);
        } catch (error) {
          if (!options?.signal?.aborted) throw error;
        }
      },
  },
  "refuses a tail at once": {
    tail: (right) => (options) => {
      if (options === null) throw new InvalidReadError("options", "be an object");
      const { after = 0 } = options ?? {};
      if (typeof after === "number" && !Number.isSafeInteger(after))
        throw new InvalidReadError("after", "be a whole number");
      return right(options);
    },
  },
  "gives nothing where it must refuse to follow": {
    tail: (right) =>
      async function* (options) {
        try {
          yield* right(options);
        } catch (error) {
          if (!(error instanceof InvalidReadError)) throw error;
        }
      },
  },
};

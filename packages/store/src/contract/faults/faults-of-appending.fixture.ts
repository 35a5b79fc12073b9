import { InvalidDraftError } from "@audit/events";
import { MemoryEventStore } from "../../memory-event-store.ts";
import {
  type Drafts,
  type Event,
  type Fault,
  faultyStore,
  listOf,
} from "./faulty-store.fixture.ts";

type Draft = ReturnType<typeof listOf>[number];

/** Appends other drafts than it is given. */
const appends = (change: (draft: Draft) => Draft): Fault => ({
  append: (drafts, right) =>
    right(
      Array.isArray(drafts)
        ? drafts.map((draft) => (isDraft(draft) ? change(draft) : draft))
        : isDraft(drafts)
          ? change(drafts)
          : drafts,
    ),
});
const isDraft = (draft: unknown): draft is Draft =>
  typeof draft === "object" && draft !== null && !Array.isArray(draft) && "id" in draft;

const deepFreeze = (value: unknown): void => {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(deepFreeze);
};

/** Stores that go wrong in what they take, and in what they say of it. */
export const faultsOfAppending: Readonly<Record<string, Fault>> = {
  "forgets targets": appends(({ targets: _, ...draft }) => draft),
  "says that every actor is the system": appends(({ actor: _, ...draft }) => draft),
  "gives every event an actor": appends((draft) => ({ actor: { id: "somebody" }, ...draft })),
  "forgets the writer's numbers": {
    events: (events) => events.map(({ sequence: _, previous: __, ...event }) => event),
  },
  "says that nothing was before": {
    events: (events) => events.map((event) => ({ ...event, previous: 0 })),
  },
  "gives a list of receipts for one draft": {
    append: async (drafts, right) => [await right(drafts)].flat(),
  },
  "gives receipts in another order": {
    append: async (drafts, right) => {
      const receipts = await right(drafts);
      return Array.isArray(receipts) ? receipts.reverse() : receipts;
    },
  },
  "gives receipts without warnings": {
    append: async (drafts, right) => {
      const receipts = await right(drafts);
      // Safe: what append gives.
      const plain = ({ uid, status }: { uid: string; status: string }) => ({ uid, status });
      return Array.isArray(receipts) ? receipts.map(plain) : plain(receipts as never);
    },
  },
  "appends the valid drafts of a list and then refuses": {
    append: async (drafts, right) => {
      if (!Array.isArray(drafts)) return right(drafts);
      const receipts = [];
      for (const draft of drafts) receipts.push(await right(draft));
      return receipts;
    },
  },
  "cannot append an empty list": {
    append: (drafts, right) => {
      if (Array.isArray(drafts) && drafts.length === 0) throw new InvalidDraftError("nothing", []);
      return right(drafts);
    },
  },
  "uses up a number for an empty list and for what it refuses": {
    methods: (store) => ({
      append: async (drafts: Drafts) => {
        try {
          const receipts = await store.append(drafts as never);
          if (Array.isArray(drafts) && drafts.length === 0) await burn(store);
          return receipts;
        } catch (error) {
          await burn(store);
          throw error;
        }
      },
    }),
  },
  "takes anything for a list": {
    append: (drafts, right) => (isDraft(drafts) || Array.isArray(drafts) ? right(drafts) : []),
  },
  "reads a draft a moment after append was called": {
    append: async (drafts, right) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return right(drafts);
    },
  },
  "writes the uid into the draft": {
    append: (drafts, right) => {
      for (const draft of listOf(drafts))
        if (isDraft(draft)) Object.assign(draft, { outcome: "success" });
      return right(drafts);
    },
  },
  "freezes what it is given": {
    append: (drafts, right) => {
      deepFreeze(drafts);
      return right(drafts);
    },
  },
  "gives uids without an order": {
    append: (drafts, right) => {
      const uid = () => Math.random().toString(36).slice(2);
      const change = (draft: Draft): Draft =>
        isDraft(draft)
          ? { uid: uid(), ...draft, ...(draft.uid === undefined && { uid: uid() }) }
          : draft;
      return right(Array.isArray(drafts) ? drafts.map(change) : change(drafts as Draft));
    },
  },
  "takes what is alike for the same": appends((draft) => ({
    ...draft,
    uid:
      draft.uid ??
      JSON.stringify([draft.id, draft.action, draft.metadata]).replaceAll(/[^!-~]/g, "_"),
  })),
  "loses appends that come while another is under way": {
    methods: (store) => {
      let isBusy = false;
      return {
        append: async (drafts: Drafts) => {
          const list = listOf(drafts);
          const { length } = list;
          if (isBusy) return Array.isArray(drafts) ? Array.from({ length }, lost) : lost();
          isBusy = true;
          await Promise.resolve();
          try {
            return await store.append(drafts as never);
          } finally {
            isBusy = false;
          }
        },
      };
    },
  },
  "remembers no uid that it was given": {
    methods: (_, { writer }) => {
      const other = new MemoryEventStore({ writer: { ...writer, rememberedUids: 1 } });
      return { ...faultyStore({}, {}, other) };
    },
  },
  "takes a uid of any characters": {
    methods: (store) => ({
      append: async (drafts: Drafts) => {
        const change = (draft: Draft) =>
          isDraft(draft) && typeof draft.uid === "string" && !/^[!-~]{1,256}$/.test(draft.uid)
            ? { ...draft, uid: "x" }
            : draft;
        return store.append(
          (Array.isArray(drafts) ? drafts.map(change) : change(drafts as Draft)) as never,
        );
      },
    }),
  },
  "takes text that UTF-8 cannot carry": {
    append: (drafts, right) =>
      right(JSON.parse(JSON.stringify(drafts ?? null).replaceAll(/\\ud800/g, "?"))),
  },
  "has a writer without a name": {
    events: (events) => events.map((event): Event => ({ ...event, writer: "writer" })),
  },
};

let burnt = 0;
const lost = () => ({ uid: `lost${++burnt}`, status: "accepted" });
const burn = (store: { append: (draft: never) => Promise<unknown> }) =>
  store.append({ id: "monitor:burnt", action: "monitor.delete", metadata: {} } as never);

import { collect } from "../contract-case.ts";
import {
  type Drafts,
  type Event,
  type Fault,
  listOf,
  type Options,
} from "./faulty-store.fixture.ts";

type Draft = ReturnType<typeof listOf>[number];

/** Takes texts for others, in what is appended and in what is asked for. */
const takes = (change: (text: string) => string, fields: readonly string[]): Fault => {
  const inside = (value: unknown): unknown => {
    if (typeof value === "string") return change(value);
    if (Array.isArray(value)) return value.map(inside);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [change(key), inside(part)]),
    );
  };
  const changed = <Value>(value: Value): Value => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const entries = Object.entries(value).map(([key, part]) => [
      key,
      fields.includes(key) ? inside(part) : part,
    ]);
    // Safe: the same keys, with texts for texts.
    return Object.fromEntries(entries) as Value;
  };
  return {
    append: (drafts: Drafts, right) =>
      right(Array.isArray(drafts) ? drafts.map((draft: Draft) => changed(draft)) : changed(drafts)),
    id: (id) => (fields.includes("id") && typeof id === "string" ? change(id) || id : id),
    options: (options) => changed(options),
  };
};
const everywhere = [
  "workspaceId",
  "actor",
  "targets",
  "context",
  "correlationId",
  "causationId",
  "metadata",
];

/** Gives the events of more workspaces than the one. */
const leaks = (isOpen: (options: Options) => boolean): Fault => ({
  methods: (store) => {
    const workspaces = new Set<string>();
    const asked = (options: Options) => (isOpen(options) ? [...workspaces] : [options.workspaceId]);
    return {
      append: async (drafts: Drafts) => {
        const receipts = await store.append(drafts as never);
        for (const { workspaceId = "" } of listOf(drafts)) workspaces.add(workspaceId);
        return receipts;
      },
      read: async function* (id: string, options: Options = {}) {
        for (const workspaceId of asked(options))
          yield* store.read(id, { ...options, workspaceId });
      },
      readAll: async function* (options: Options = {}) {
        for (const workspaceId of asked(options)) yield* store.readAll({ ...options, workspaceId });
      },
      readMany: async function* (ids: string[], options: Options = {}) {
        for (const workspaceId of asked(options))
          yield* store.readMany(ids, { ...options, workspaceId });
      },
      search: async (options: Options = {}) => {
        const page = await store.search(options);
        if (!isOpen(options) || options.cursor !== undefined) return page;
        const all: Event[] = [];
        for (const workspaceId of workspaces)
          all.push(...(await store.search({ ...options, workspaceId })).events);
        return { ...page, events: all };
      },
    };
  },
});

/** Stores that take one text for another, or for more than a text. */
export const faultsOfIsolation: Readonly<Record<string, Fault>> = {
  "gives all workspaces where it reads all streams": {
    methods: (store) => {
      const seen = new Set<string>();
      return {
        append: async (drafts: Drafts) => {
          const receipts = await store.append(drafts as never);
          for (const { workspaceId = "" } of listOf(drafts)) seen.add(workspaceId);
          return receipts;
        },
        readAll: async function* (options: Options = {}) {
          await collect(store.readAll(options));
          for (const workspaceId of seen) yield* store.readAll({ ...options, workspaceId });
        },
      };
    },
  },
  "takes the empty workspace for all": leaks(({ workspaceId = "" }) => workspaceId === ""),
  "takes a quote in a workspace for the end of a text": leaks(({ workspaceId = "" }) =>
    /' OR|\(1=1|\("a"="a/.test(workspaceId),
  ),
  "has one workspace": takes(() => "one", ["workspaceId"]),
  "takes workspaces without their case": takes((text) => text.toLowerCase(), ["workspaceId"]),
  "takes the first 1,000 characters of a text": takes(
    (text) => text.slice(0, 1_000),
    [...everywhere],
  ),
  "has streams of one name": {
    ...takes((text) => text.replaceAll(/[^\w:]/g, ""), ["id"]),
  },
  "takes an id for a pattern": {
    methods: (store) => ({
      read: (id: string, options: Options = {}) =>
        /^[%*]$|^\.\*$|OR /.test(id) ? store.readAll(options) : store.read(id, options),
    }),
  },
  "takes a quote in a filter for its end": {
    methods: (store) => ({
      search: (options: Options = {}) => {
        const { actorId, target, correlationId, text, ...others } = options;
        const filters = [actorId, target, correlationId, text];
        return store.search(filters.some((filter) => /' OR/.test(filter ?? "")) ? others : options);
      },
    }),
  },
  "takes a quote in a place for its end": {
    options: ({ after, ...options }) =>
      after === undefined
        ? options
        : { ...options, after: { ...after, uid: String(after.uid).split("'")[0] ?? "" } },
  },
  "takes a name that no action has for all actions": {
    options: ({ actions, ...options }) =>
      actions?.some((name) => !name?.startsWith("monitor.")) ? options : { ...options, actions },
  },
  "writes metadata as columns": {
    events: (events) =>
      events.map(
        (event) =>
          (event.known
            ? {
                ...event,
                metadata: Object.assign(
                  {},
                  ...Object.entries(event.metadata).map(([key, value]) => ({
                    [key]: rounded(value),
                  })),
                ),
              }
            : event) as Event,
      ),
  },
};

/** Numbers as 32 bits have them, and objects without odd keys. */
function rounded(value: unknown): unknown {
  if (typeof value === "number") return Math.fround(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)]));
}

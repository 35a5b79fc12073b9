import type { Fault, Options, Store } from "./faulty-store.fixture.ts";

/** Searches with cursors that are numbers of events. */
async function byNumber(store: Store, { cursor, ...options }: Options) {
  const skipped = cursor === undefined ? 0 : Number(cursor);
  const { limit = 100 } = options;
  const { events } = await store.search({ ...options, limit: 1_000 });
  const page = events.slice(skipped, skipped + limit);
  const isLast = skipped + limit >= events.length;
  return { events: page, ...(!isLast && { cursor: String(skipped + limit) }) };
}

/** Leaves options out. */
const without = (...names: (keyof Options)[]): Fault => ({
  methods: (store) => ({
    search: (options: Options = {}) =>
      store.search(
        Object.fromEntries(
          Object.entries(options).filter(([name]) => !names.some((each) => each === name)),
        ),
      ),
  }),
});

/** Stores that go wrong in searching. */
export const faultsOfSearching: Readonly<Record<string, Fault>> = {
  "begins every page at the beginning": without("cursor"),
  "finds every actor": without("actorId"),
  "finds every story": without("correlationId"),
  "finds every outcome": without("outcome"),
  "finds every text": without("text"),
  "counts pages by events": {
    methods: (store) => ({ search: (options: Options = {}) => byNumber(store, options) }),
  },
  "uses a cursor up": {
    methods: (store) => {
      const used = new Set<string>();
      return {
        search: async (options: Options = {}) => {
          const { cursor } = options;
          if (cursor !== undefined && used.has(cursor)) return { events: [] };
          if (cursor !== undefined) used.add(cursor);
          return store.search(options);
        },
      };
    },
  },
  "takes a cursor for the number of events that a page has": {
    methods: (store) => {
      const sizes = new Map<string, number | undefined>();
      return {
        search: async (options: Options = {}) => {
          const { cursor } = options;
          const page = await store.search(
            cursor !== undefined && sizes.has(cursor)
              ? { ...options, limit: sizes.get(cursor) }
              : options,
          );
          if (page.cursor !== undefined) sizes.set(page.cursor, options.limit);
          return page;
        },
      };
    },
  },
  "trusts the workspace that a cursor names": {
    methods: (store) => ({
      search: async (options: Options = {}) => {
        try {
          return await store.search(options);
        } catch (error) {
          if (options.cursor === undefined) throw error;
          return store.search({ workspaceId: `${options.workspaceId} (other)` });
        }
      },
    }),
  },
};

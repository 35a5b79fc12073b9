/** A worker that keeps an audit log; each path is a story that a test tells. @module */
import { fetchTransport, MemoryEventStore, TinybirdEventStore } from "@audit/store";

interface Env {
  readonly TINYBIRD_URL: string;
  readonly TINYBIRD_TOKEN: string;
}

type Story = (env: Env, query: URLSearchParams) => Promise<unknown>;

// Made where no request is, as a client of a database often is.
const memory = new MemoryEventStore();
let shared: TinybirdEventStore | undefined;
let calls = 0;

const down = { action: "monitor.down", metadata: { region: "gru", statusCode: 500 } } as const;

function storeOn(env: Env, append?: number): TinybirdEventStore {
  const { TINYBIRD_URL: url, TINYBIRD_TOKEN: token } = env;
  const transport = fetchTransport({ url, token, deadlines: { append } });
  return new TinybirdEventStore({ transport, pageSize: 2 });
}

const stories: Readonly<Record<string, Story>> = {
  async "/keep"(env) {
    const store = storeOn(env);
    const id = "monitor:edge";
    const drafts = [1, 2, 3].map((second) => ({ ...down, id, timestamp: 1.7e12 + second }));
    const receipts = await store.append([
      ...drafts,
      { id, action: "monitor.delete", metadata: {}, actor: { id: "u7" } },
    ]);
    const read = [];
    for await (const event of store.read(id)) read.push(event.uid);
    const found = await store.search({ actorId: "u7" });
    return {
      statuses: receipts.map(({ status }) => status),
      isReadBack: receipts.map(({ uid }) => uid).join() === read.join(),
      found: found.events.map(({ recordedAction }) => recordedAction),
    };
  },
  async "/invalid"(env) {
    // @ts-expect-error the region is missing
    return storeOn(env).append({ ...down, id: "monitor:1", metadata: {} });
  },
  async "/stranger"(env) {
    return storeOn({ ...env, TINYBIRD_TOKEN: "p.unknown" }).append({ ...down, id: "monitor:1" });
  },
  async "/abort"(env) {
    const signal = AbortSignal.timeout(100);
    return storeOn(env).append({ ...down, id: "monitor:1" }, { signal });
  },
  async "/memory"() {
    await memory.append({ ...down, id: "monitor:1" });
    return (await memory.search()).events.length;
  },
  /** One store for all requests. */
  async "/shared"(env, query) {
    shared ??= storeOn(env, Number(query.get("deadline")));
    calls += 1;
    const appending = shared.append({ ...down, id: "monitor:1" });
    if (!query.has("leave")) return appending;
    // Answers at once: the runtime ends what was begun.
    appending.catch(() => {});
    return "left";
  },
  async "/calls"() {
    return calls;
  },
};

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    try {
      return Response.json(await stories[pathname]?.(env, searchParams));
    } catch (error) {
      // Safe: read by name, whatever it is.
      const { code, status, fate, message } = error as Record<string, unknown>;
      return Response.json({ code, status, fate, message });
    }
  },
};

import { randomUUID } from "node:crypto";
import { fetchTransport, TinybirdEventStore, type Transport, zodBirdTransport } from "@audit/store";
import { type Fault, type FaultKind, type FaultProxy, startFaultProxy } from "@audit/store/faults";
import { Tinybird } from "@chronark/zod-bird";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { callFailure } from "./call-failure.ts";
import { type Embedded, startEmbedded } from "./embedded.ts";

let embedded: Embedded;
let proxy: FaultProxy;
beforeAll(async () => {
  embedded = await startEmbedded();
  proxy = await startFaultProxy({ target: embedded.server.url });
});
afterAll(async () => {
  await proxy?.stop();
  await embedded?.server.stop();
});

/** What one append is seen to do, and what is there when it has ended. */
interface Seen {
  readonly code: string;
  readonly fate?: string;
  readonly status?: number;
  readonly retryAfter?: number;
  /** Rows that Tinybird has of it by then. */
  readonly rows: number;
}

/** A store behind the proxy, and an event of its own that it appends each time it is told to. */
function appending(transport: Transport, id = `monitor:${randomUUID()}`) {
  const store = new TinybirdEventStore({ transport });
  const timestamp = 1_700_000_000_000;
  const draft = { id, uid: `${id}-1`, timestamp, action: "monitor.down" as const };
  const append = () => store.append({ ...draft, metadata: { region: "gru" } });
  /** How often each event of the stream is there, read past the proxy. */
  const copies = async () => {
    const found: number[] = [];
    for await (const event of embedded.store.read(id)) found.push(event.copies);
    return found;
  };
  return { id, append, copies };
}

/** Has every request meet a fault until it is told to end. */
function suffer(fault: Fault): () => Promise<void> {
  proxy.follow(() => fault);
  const end = async () => {
    proxy.follow();
    await proxy.open();
  };
  onTestFinished(end);
  return end;
}

const throughFetch = (options: { url?: string; retries?: number; append?: number } = {}) =>
  fetchTransport({
    url: options.url ?? proxy.url,
    token: embedded.server.token,
    retries: options.retries ?? 0,
    deadlines: { append: options.append ?? 10_000 },
    random: () => 0,
  });

const throughZodBird = (append: number) =>
  zodBirdTransport(new Tinybird({ token: embedded.server.token, baseUrl: proxy.url }), { append });

// Of a machine that has much else to do.
const patient = { timeout: 20_000 };
const unknown = { fate: "unknown" };
const notDone = { fate: "not_done" };

describe("fetchTransport, an append that is tried once", () => {
  test.each<[Fault, Seen]>([
    [{ kind: "reset_before" }, { code: "unreachable", ...unknown, rows: 0 }],
    [{ kind: "reset_after" }, { code: "unreachable", ...unknown, rows: 1 }],
    [{ kind: "429" }, { code: "unavailable", ...notDone, status: 429, rows: 0 }],
    [
      { kind: "429", retryAfter: 7 },
      { code: "unavailable", ...notDone, status: 429, retryAfter: 7_000, rows: 0 },
    ],
    [
      { kind: "429", reset: 3 },
      { code: "unavailable", ...notDone, status: 429, retryAfter: 3_000, rows: 0 },
    ],
    [{ kind: "500" }, { code: "unavailable", ...unknown, status: 500, rows: 0 }],
    [
      { kind: "500", isCarriedOut: true },
      { code: "unavailable", ...unknown, status: 500, rows: 1 },
    ],
    [{ kind: "503" }, { code: "unavailable", ...unknown, status: 503, rows: 0 }],
    [
      { kind: "503", isCarriedOut: true },
      { code: "unavailable", ...unknown, status: 503, rows: 1 },
    ],
    [{ kind: "half_answer" }, { code: "unreachable", ...unknown, rows: 1 }],
    [{ kind: "wrong_json" }, { code: "unexpected_answer", ...unknown, status: 200, rows: 1 }],
  ])("meets %j", async (fault, { rows, ...expected }) => {
    const end = suffer(fault);
    const { id, append, copies } = appending(throughFetch());
    expect(await callFailure(append())).toMatchObject(expected);
    expect(await copies()).toEqual(rows === 0 ? [] : [1]);
    await end();
    // Whoever keeps uid and timestamp may come again, as the process after this one as well.
    await appending(throughFetch(), id).append();
    expect(await copies()).toEqual([rows + 1]);
  });

  test.each<[Fault]>([[{ kind: "slow", ms: 1_000 }], [{ kind: "endless" }]])(
    "meets %j, and gives up after its deadline what was carried out",
    async (fault) => {
      suffer(fault);
      const { append, copies } = appending(throughFetch({ append: 500 }));
      const expected = { code: "deadline_passed", deadline: 500, fate: "unknown" };
      expect(await callFailure(append())).toMatchObject(expected);
      await expect.poll(copies, patient).toEqual([1]);
    },
  );

  test("gives up after its deadline what arrives later", async () => {
    suffer({ kind: "late", ms: 800 });
    const { append, copies } = appending(throughFetch({ append: 200 }));
    expect(await callFailure(append())).toMatchObject({ code: "deadline_passed", ...unknown });
    expect(await copies()).toEqual([]);
    await expect.poll(copies, patient).toEqual([1]);
  });

  test("waits for what is late or slow within its deadline", async () => {
    for (const fault of [
      { kind: "late", ms: 100 },
      { kind: "slow", ms: 100 },
    ] as const) {
      const end = suffer(fault);
      const { append, copies } = appending(throughFetch());
      expect(await append()).toMatchObject({ status: "accepted" });
      expect(await copies()).toEqual([1]);
      await end();
    }
  });

  test("knows that nothing was done where nobody listens", async () => {
    // One of its own: through a connection that is kept open, the first to be cut is not refused.
    const closed = await startFaultProxy({ target: embedded.server.url });
    await closed.close();
    onTestFinished(() => closed.stop());
    const { append, copies } = appending(throughFetch({ url: closed.url }));
    expect(await callFailure(append())).toMatchObject({ code: "unreachable", fate: "not_done" });
    await closed.open();
    expect(await append()).toMatchObject({ status: "accepted" });
    expect(await copies()).toEqual([1]);
  });
});

describe("fetchTransport, tried again through a storm", () => {
  test.each<[Fault, number]>([
    [{ kind: "reset_before" }, 1],
    [{ kind: "reset_after" }, 3],
    [{ kind: "429" }, 1],
    [{ kind: "500" }, 1],
    [{ kind: "503", isCarriedOut: true }, 3],
    [{ kind: "half_answer" }, 3],
  ])("gets there after %j, twice, and the event counts once", async (fault, rows) => {
    suffer(fault);
    proxy.follow(({ number }) => (number <= 2 ? fault : undefined));
    const { append, copies } = appending(throughFetch({ retries: 3 }));
    expect(await append()).toMatchObject({ status: "accepted" });
    expect(await copies()).toEqual([rows]);
  });

  test("waits out what Retry-After says", async () => {
    suffer({ kind: "429", retryAfter: 1 });
    proxy.follow(({ number }) => (number === 1 ? { kind: "429", retryAfter: 1 } : undefined));
    const { append, copies } = appending(throughFetch({ retries: 1 }));
    const start = performance.now();
    expect(await append()).toMatchObject({ status: "accepted" });
    expect(performance.now() - start).toBeGreaterThanOrEqual(990);
    expect(await copies()).toEqual([1]);
  });
});

describe("zodBirdTransport", () => {
  test.each<[Fault, Seen]>([
    [{ kind: "reset_before" }, { code: "unreachable", rows: 0 }],
    [{ kind: "reset_after" }, { code: "unreachable", rows: 1 }],
    [{ kind: "half_answer" }, { code: "unreachable", rows: 1 }],
    [{ kind: "wrong_json" }, { code: "unexpected_answer", rows: 1 }],
  ])("does not try again after %j", async (fault, { code, rows }) => {
    const end = suffer(fault);
    const before = requests();
    const { append, copies } = appending(throughZodBird(10_000));
    expect(await callFailure(append())).toMatchObject({ code, fate: "unknown" });
    expect(requests() - before).toBe(1);
    expect(await copies()).toEqual(rows === 0 ? [] : [1]);
    await end();
    await append();
    expect(await copies()).toEqual([rows + 1]);
  });

  test.each<[Fault, Seen]>([
    [{ kind: "429" }, { code: "deadline_passed", rows: 0 }],
    [
      { kind: "429", retryAfter: 60 },
      { code: "deadline_passed", rows: 0 },
    ],
    [{ kind: "500" }, { code: "deadline_passed", rows: 0 }],
    [{ kind: "503" }, { code: "deadline_passed", rows: 0 }],
    [
      { kind: "503", isCarriedOut: true },
      { code: "deadline_passed", rows: 1 },
    ],
  ])("goes on posting after its deadline: %j", async (fault, { code, rows }) => {
    const end = suffer(fault);
    const { append, copies } = appending(throughZodBird(500));
    expect(await callFailure(append())).toMatchObject({ code, fate: "unknown", deadline: 500 });
    await expect.poll(copies, patient).toEqual(rows === 0 ? [] : [1]);
    await end();
    // The client comes again a second later, whatever Retry-After says.
    await expect.poll(copies, patient).toEqual([rows + 1]);
  });

  test.each<[Fault, number]>([
    [{ kind: "slow", ms: 1_000 }, 1],
    [{ kind: "endless" }, 1],
    [{ kind: "late", ms: 1_000 }, 0],
  ])("gives up after its deadline: %j", async (fault, rows) => {
    suffer(fault);
    const { append, copies } = appending(throughZodBird(500));
    expect(await callFailure(append())).toMatchObject({ code: "deadline_passed", ...unknown });
    await expect.poll(copies, patient).toEqual(rows === 0 ? [] : [1]);
    await expect.poll(copies, patient).toEqual([1]);
  });

  test("says that nobody listens", async () => {
    await proxy.close();
    onTestFinished(() => proxy.open());
    const { append, copies } = appending(throughZodBird(10_000));
    expect(await callFailure(append())).toMatchObject({ code: "unreachable", ...unknown });
    expect(await copies()).toEqual([]);
  });
});

describe("a store behind a proxy that refuses for a while", () => {
  test("gets there when somebody listens again", async () => {
    proxy.follow(({ number }) => (number === 1 ? { kind: "refused", ms: 300 } : undefined));
    const before = counted("refused");
    const options = { url: proxy.url, token: embedded.server.token, retries: 10 };
    const transport = fetchTransport({ ...options, deadlines: { append: 20_000 } });
    const { append, copies } = appending(transport);
    expect(await append()).toMatchObject({ status: "accepted" });
    expect(await copies()).toEqual([1]);
    expect(counted("refused") - before).toBe(1);
  });
});

const counted = (kind: FaultKind) => proxy.counts[kind];
const requests = () => Object.values(proxy.counts).reduce((sum, count) => sum + count);

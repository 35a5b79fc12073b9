import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import { type DroppedEvents, type Receipt, TinybirdEventStore } from "../src/index.ts";
import { openSpool } from "../src/spool.ts";
import { type FaultyTinybird, startFaultyTinybird } from "./faulty-tinybird.ts";
import { spoolFolder } from "./spool-folder.ts";

const down = { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } } as const;
const gone = { id: "monitor:1", action: "monitor.delete", metadata: {} } as const;

let tinybird: FaultyTinybird;
beforeEach(async () => {
  tinybird = await startFaultyTinybird();
  // A busy machine must not make an answer "pending"; where that is meant, the test says when.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
  return tinybird.close();
});

const afterAnswerTime = async <Value>(call: Promise<Value>) => {
  await vi.advanceTimersByTimeAsync(50);
  return call;
};

const failing = () => {
  tinybird.answer = () => ({ status: 503 });
};

describe("append under throw", () => {
  test("is what a store does unless told otherwise: it rejects what Tinybird does not take", async () => {
    const store = new TinybirdEventStore({ transport: tinybird.transport });
    expect(await store.append(down)).toMatchObject({ status: "accepted" });
    failing();
    await expect(store.append(down)).rejects.toMatchObject({ code: "unavailable" });
    expect(store.dropped.size).toBe(0);
  });

  test("puts many callers into few requests, and everything into the log in order", async () => {
    const store = new TinybirdEventStore({ transport: tinybird.transport });
    const receipts = await Promise.all(Array.from({ length: 1_000 }, () => store.append(down)));
    expect(tinybird.requests.length).toBeLessThan(10);
    expect(tinybird.uids).toEqual(receipts.map(({ uid }) => uid));
  });

  test("tells the caller alone whose row is in quarantine", async () => {
    tinybird.answer = (rows) => ({
      status: 200,
      quarantined: rows.filter(({ uid }) => uid === "bad"),
    });
    const store = new TinybirdEventStore({ transport: tinybird.transport });
    const calls = ["a", "bad", "c"].map((uid) => store.append({ ...down, uid }));
    const results = await Promise.allSettled(calls);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    await expect(calls[1]).rejects.toMatchObject({ code: "quarantined", acceptedRows: 0 });
  });

  test("keeps a list over more years than one request takes in several", async () => {
    const store = new TinybirdEventStore({ transport: tinybird.transport });
    const years = Array.from({ length: 20 }, (_, year) => Date.UTC(2000 + year, 1, 1));
    await store.append(years.map((timestamp) => ({ ...down, timestamp })));
    expect(tinybird.requests).toEqual([12, 8]);
  });
});

describe("append under drop", () => {
  test("gives up what Tinybird does not take, counts it and says so", async () => {
    const heard: DroppedEvents[] = [];
    const store = new TinybirdEventStore({
      transport: tinybird.transport,
      policy: "drop",
      onDropped: (dropped) => {
        heard.push(dropped);
        throw new Error("the caller's own mistake");
      },
    });
    expect(await store.append(down)).toMatchObject({ status: "accepted" });
    failing();
    const receipts = await store.append([down, gone, down]);
    expect(receipts.map(({ status }) => status)).toEqual(["dropped", "dropped", "dropped"]);
    expect(Object.fromEntries(store.dropped)).toEqual({ "monitor.down": 2, "monitor.delete": 1 });
    expect(heard).toMatchObject([
      {
        uids: receipts.map(({ uid }) => uid),
        actions: ["monitor.down", "monitor.delete", "monitor.down"],
        cause: { code: "unavailable" },
      },
    ]);
  });

  test("answers before Tinybird does, and counts what becomes of it later", async () => {
    let fail = () => {};
    const isToFail = new Promise<void>((resolve) => {
      fail = resolve;
    });
    tinybird.answer = () => isToFail.then(() => ({ status: 503 }));
    const store = new TinybirdEventStore({ transport: tinybird.transport, policy: "drop" });
    expect(await afterAnswerTime(store.append(down))).toMatchObject({ status: "pending" });
    expect(store.dropped.size).toBe(0);
    fail();
    await store.settled();
    expect(store.dropped.get("monitor.down")).toBe(1);
  });

  test("rejects a draft that is invalid all the same", async () => {
    const store = new TinybirdEventStore({ transport: tinybird.transport, policy: "drop" });
    // @ts-expect-error the region is missing
    const invalid = store.append({ ...down, metadata: {} });
    await expect(invalid).rejects.toMatchObject({ code: "invalid_draft" });
  });

  test("refuses no caller while thousands wait, and gives up what is too much", async () => {
    const store = new TinybirdEventStore({
      transport: tinybird.transport,
      policy: "drop",
      maximumWaitingRows: 10,
    });
    const receipts = await Promise.all(Array.from({ length: 50 }, () => store.append(down)));
    await store.settled();
    const dropped = receipts.filter(({ status }) => status === "dropped");
    expect(dropped).toHaveLength(40);
    expect(store.dropped.get("monitor.down")).toBe(40);
    expect(tinybird.uids).toHaveLength(10);
  });
});

describe("append under spool", () => {
  const open = async (drain: "auto" | "manual" = "manual", maximumBytes = 1_000_000) =>
    openSpool({
      directory: await spoolFolder(),
      transport: tinybird.transport,
      drain,
      maximumBytes,
    });

  test("resolves when the disk has it, whatever Tinybird does, and it counts once", async () => {
    failing();
    const spool = await open();
    const store = new TinybirdEventStore({ transport: tinybird.transport, policy: "spool", spool });
    const receipts = await store.append([down, gone]);
    expect(receipts.map(({ status }) => status)).toEqual(["spooled", "spooled"]);
    expect((await spool.state()).events).toBe(2);
    tinybird.answer = () => ({ status: 200 });
    await spool.drain();
    expect(tinybird.uids).toEqual(receipts.map(({ uid }) => uid));
    await spool.close();
  });

  test("answers that it is pending when the disk is slow, and goes on", async () => {
    let write = () => {};
    const spool = {
      add: () =>
        new Promise<void>((resolve) => {
          write = resolve;
        }),
    };
    const store = new TinybirdEventStore({ transport: tinybird.transport, policy: "spool", spool });
    expect(await afterAnswerTime(store.append(down))).toMatchObject({ status: "pending" });
    write();
    await store.settled();
    expect(store.dropped.size).toBe(0);
  });

  test("counts and reports what was pending and then could not be kept", async () => {
    let fail = (_: Error) => {};
    const spool = {
      add: () =>
        new Promise<void>((_, reject) => {
          fail = reject;
        }),
    };
    const store = new TinybirdEventStore({ transport: tinybird.transport, policy: "spool", spool });
    expect(await afterAnswerTime(store.append(down))).toMatchObject({ status: "pending" });
    fail(new Error("the disk is broken"));
    await store.settled();
    expect(store.dropped.get("monitor.down")).toBe(1);
  });

  test.each(["throw", "drop"] as const)(
    "follows its fallback %s when the spool is full",
    async (fallback) => {
      const spool = await open("manual", 1);
      const store = new TinybirdEventStore({
        transport: tinybird.transport,
        policy: "spool",
        spool,
        fallback,
      });
      const result = await store.append(down).catch(({ code }) => ({ status: code }));
      expect(result).toMatchObject({ status: fallback === "throw" ? "spool_full" : "dropped" });
      expect(store.dropped.get("monitor.down")).toBe(fallback === "drop" ? 1 : undefined);
      await spool.close();
    },
  );
});

describe("policies of single actions", () => {
  test("send each event of a list its own way", async () => {
    failing();
    const spool = await openSpool({
      directory: await spoolFolder(),
      transport: tinybird.transport,
      drain: "manual",
    });
    const store = new TinybirdEventStore({
      transport: tinybird.transport,
      policies: { "monitor.down": "spool", "monitor.delete": "drop" },
      spool,
    });
    const receipts = await store.append([down, gone]);
    expect(receipts.map(({ status }) => status)).toEqual(["spooled", "dropped"]);
    const mixed = store.append([down, { ...down, action: "monitor.recovered" }]);
    await expect(mixed).rejects.toMatchObject({
      code: "append_interrupted",
      accepted: [expect.any(String)],
      cause: { code: "unavailable" },
    });
    expect(await store.append(gone, { policy: "spool" })).toMatchObject({ status: "spooled" });
    expect((await spool.state()).events).toBe(3);
    await spool.close();
  });

  test("do not say of a list that it is not done while a part of it is pending", async () => {
    let keep = () => {};
    const spool = {
      add: () =>
        new Promise<void>((resolve) => {
          keep = resolve;
        }),
    };
    const store = new TinybirdEventStore({
      transport: tinybird.transport,
      policies: { "monitor.down": "spool" },
      spool,
      maximumWaitingRows: 1,
    });
    let answer = () => {};
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    tinybird.answer = () => isAnswered.then(() => ({ status: 200 }));
    const first = store.append(gone);
    const mixed = store.append([down, gone]);
    const failure = expect(mixed).rejects.toMatchObject({
      code: "append_interrupted",
      accepted: [],
      cause: { code: "queue_full", fate: "not_done" },
    });
    await vi.advanceTimersByTimeAsync(50);
    await failure;
    keep();
    answer();
    await first;
    await store.settled();
  });

  test("are checked when the store is made, and those of a call with the call", async () => {
    const { transport } = tinybird;
    // @ts-expect-error there is no such action
    const typo = () => new TinybirdEventStore({ transport, policies: { "monitor.dwon": "drop" } });
    expect(typo).toThrow('"policies.monitor.dwon" as it must be an action of the catalog');
    // @ts-expect-error there is no such policy
    const other = () => new TinybirdEventStore({ transport, policy: "retry" });
    expect(other).toThrow('"policy" as it must be "throw", "spool" or "drop"');
    const none = () => new TinybirdEventStore({ transport, policy: "spool" });
    expect(none).toThrow('"spool" as it must be given, as policy is "spool"');
    const store = new TinybirdEventStore({ transport });
    await expect(store.append(down, { policy: "spool" })).rejects.toMatchObject({
      code: "invalid_option",
      option: "spool",
    });
    expect(tinybird.uids).toEqual([]);
    expectTypeOf(await store.append(down)).toEqualTypeOf<Receipt>();
  });
});

describe("append with a signal", () => {
  test("ends the wait, and does not use up a number when it had not begun", async () => {
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    tinybird.answer = () => {
      asked();
      return new Promise(() => {});
    };
    const store = new TinybirdEventStore({ transport: tinybird.transport });
    const controller = new AbortController();
    const early = store.append(down, { signal: AbortSignal.abort() });
    await expect(early).rejects.toMatchObject({ code: "aborted", fate: "not_done" });
    const late = store.append(down, { signal: controller.signal });
    await isAsked;
    controller.abort(new Error("the caller left"));
    await expect(late).rejects.toMatchObject({
      code: "aborted",
      fate: "unknown",
      cause: { message: "the caller left" },
    });
  });
});

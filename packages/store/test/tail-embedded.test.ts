import {
  fetchTransport,
  type MissedDeliveries,
  TinybirdEventStore,
  type Transport,
  UnavailableError,
} from "@audit/store";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Embedded, startEmbedded } from "./embedded.ts";

const lag = 100;
let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded?.server.stop());

/** Rows that were recorded, and are held back from the log for a while. */
class HeldBack {
  now: number;
  readonly #held: { readonly row: object; readonly visibleAt: number }[] = [];
  readonly #failing: Iterator<boolean>;

  constructor(now: number, failures: readonly boolean[]) {
    this.now = now;
    this.#failing = failures.values();
  }

  readonly clock = {
    now: () => this.now,
    sleep: async (ms: number) => {
      this.now += ms;
      await this.release();
    },
  };

  /** The fault is in when rows become visible and in failing queries; all else is the real server. */
  transport(delays: () => number): Transport {
    const { url, token } = embedded.server;
    const { query } = fetchTransport({ url, token });
    return {
      ingest: async (_, rows) => {
        for (const row of rows)
          this.#held.push({
            row: { ...row, recorded_at: this.now },
            visibleAt: this.now + delays(),
          });
        return { successfulRows: rows.length, quarantinedRows: 0 };
      },
      query: async (pipe, parameters, options) => {
        if (this.#failing.next().value === true) throw new UnavailableError("tail");
        return query(pipe, parameters, options);
      },
    };
  }

  async release(): Promise<void> {
    const due = this.#held.filter(({ visibleAt }) => visibleAt <= this.now);
    if (due.length === 0) return;
    const later = this.#held.filter(({ visibleAt }) => visibleAt > this.now);
    this.#held.splice(0, Infinity, ...later);
    await embedded.post(...due.map(({ row }) => row));
  }
}

const step = fc.record({
  after: fc.integer({ min: 20, max: 40 }),
  delay: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: lag - 50 }) },
    { weight: 1, arbitrary: fc.integer({ min: 300, max: 400 }) },
  ),
  doubles: fc.boolean(),
});

describe("tail of TinybirdEventStore on embedded Tinybird", () => {
  test("gives what becomes visible within the lag exactly once, and counts the rest, over failing queries", async () => {
    let run = 0;
    let late = 0;
    const property = fc.asyncProperty(
      fc.array(step, { minLength: 12, maxLength: 20 }),
      fc.array(fc.boolean(), { maxLength: 10 }),
      fc.integer({ min: 3, max: 8 }),
      async (steps, failures, pageSize) => {
        run += 1;
        const workspaceId = `run ${run} %'`;
        const begin = 1_750_000_000_000;
        const held = new HeldBack(begin, failures);
        let delay = 0;
        const transport = held.transport(() => delay);
        const writer = { now: () => held.now };
        const store = new TinybirdEventStore({ transport, writer, pageSize });

        // Every event is known before it is tailed: the clock runs while the tail sleeps.
        const plan = steps.map((one, index) => ({ ...one, uid: `u${index}` }));
        const inTime = plan.filter(({ delay: own }) => own < lag).map(({ uid }) => uid);
        let last = begin;
        const due = plan.map((one) => {
          last += one.after;
          return { ...one, at: last };
        });
        const append = async () => {
          while (due[0] && due[0].at <= held.now) {
            const next = due.shift();
            const uid = next?.uid ?? "";
            delay = next?.delay ?? 0;
            const draft = { id: `monitor:${uid.length}`, action: "monitor.pause" } as const;
            const one = { ...draft, metadata: {}, workspaceId, uid, timestamp: begin };
            await store.append(next?.doubles ? [one, one] : one);
          }
        };

        const end = new AbortController();
        const given: string[] = [];
        const missed: MissedDeliveries[] = [];
        const clock = {
          now: held.clock.now,
          sleep: async () => {
            await append();
            await held.clock.sleep(50);
            if (held.now > last + 6 * lag) end.abort("end");
          },
        };
        const options = { workspaceId, clock, signal: end.signal, visibilityLag: lag };
        const onMissed = (one: MissedDeliveries) => missed.push(one);
        await expect(async () => {
          for await (const { event } of store.tail({ ...options, after: begin - 1, onMissed }))
            given.push(event.uid);
        }).rejects.toBe("end");

        expect(new Set(given).size).toBe(given.length);
        expect(inTime.filter((uid) => !given.includes(uid))).toEqual([]);
        const lost = plan.filter(({ uid }) => !given.includes(uid));
        const deliveries = lost.reduce((sum, { doubles }) => sum + (doubles ? 2 : 1), 0);
        expect(missed.reduce((sum, one) => sum + one.deliveries, 0)).toBe(deliveries);
        late += lost.length;
      },
    );
    await fc.assert(property, { numRuns: 4, interruptAfterTimeLimit: 30_000 });
    expect(late).toBeGreaterThan(0);
  });

  test("knows rows that were moved here from elsewhere since they happened", async () => {
    const workspaceId = "moved";
    const row = { workspace_id: workspaceId, id: "monitor:1", action: "monitor.pause" };
    const noon = 1_750_000_000_000;
    await embedded.post(
      { ...row, uid: "before", timestamp: noon - 1, recorded_at: 0 },
      { ...row, uid: "moved", timestamp: noon + 1, recorded_at: 0 },
      { ...row, uid: "recorded", timestamp: noon - 9, recorded_at: noon + 2 },
      // A time that is still to come, and one that no clock shows.
      { ...row, uid: "ahead", timestamp: noon, recorded_at: Date.now() + 3_600_000 },
      { ...row, uid: "nanoseconds", timestamp: "1750000000000000000", recorded_at: 0 },
    );
    const end = new AbortController();
    const clock = { now: () => 0, sleep: async () => end.abort("end") };
    const given: [string, number][] = [];
    await expect(async () => {
      const tail = embedded.store.tail({ workspaceId, after: noon, clock, signal: end.signal });
      for await (const { event } of tail) given.push([event.uid, event.recordedAt]);
    }).rejects.toBe("end");
    expect(given).toEqual([
      ["moved", noon + 1],
      ["recorded", noon + 2],
    ]);
  });

  test("gives all facts of one place, whatever page border falls among them", async () => {
    const workspaceId = "conflicts";
    const at = { timestamp: 1_750_000_000_000, recorded_at: 1_750_000_000_000 };
    const row = { workspace_id: workspaceId, id: "monitor:1", action: "monitor.down", ...at };
    const facts = ["a", "b", "c", "d", "e"].map((region) => ({
      ...row,
      uid: "one",
      metadata: JSON.stringify({ region }),
    }));
    await embedded.post({ ...row, uid: "first" }, ...facts, ...facts, { ...row, uid: "two" });
    const { url, token } = embedded.server;
    const transport = fetchTransport({ url, token });
    for (const pageSize of [2, 3, 7]) {
      const store = new TinybirdEventStore({ transport, pageSize });
      const end = new AbortController();
      const clock = { now: () => 0, sleep: async () => end.abort("end") };
      const given: string[] = [];
      await expect(async () => {
        const options = { workspaceId, after: 0, clock, signal: end.signal };
        for await (const { event } of store.tail(options)) given.push(event.uid);
      }).rejects.toBe("end");
      expect(given.sort()).toEqual(["first", ...facts.map(({ uid }) => uid), "two"]);
    }
  });

  test("gives rows that it does not understand as they are stored", async () => {
    const workspaceId = "odd";
    const row = { workspace_id: workspaceId, id: "monitor:1", timestamp: 1_750_000_000_000 };
    await embedded.post({
      ...row,
      uid: "odd",
      action: "monitor.exploded",
      metadata: '{"pieces":4}',
    });
    for await (const { event } of embedded.store.tail({ workspaceId, after: 0 })) {
      expect(event).toMatchObject({ known: false, reason: "action_unknown" });
      for await (const read of embedded.store.read("monitor:1", { workspaceId }))
        expect(event).toEqual(read);
      break;
    }
  });
});

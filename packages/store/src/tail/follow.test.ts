import { catalog, type RecordedEvent } from "@audit/events";
import { UnavailableError, WrongTokenError } from "@audit/store";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { follow } from "./follow.ts";
import { memoryTailSource } from "./memory-tail-source.ts";
import type { MissedDeliveries, TailOptions } from "./tail-options.ts";
import { tailQuery } from "./tail-query.ts";
import type { TailSource } from "./tail-source.ts";

const noon = 1_750_000_000_000;
const lag = 100;

/** A delivery that becomes visible some time after it was recorded. */
interface Delayed {
  readonly uid: string;
  readonly id: string;
  readonly recordedAt: number;
  readonly delay: number;
}

function recorded({ uid, id, recordedAt }: Omit<Delayed, "delay">): RecordedEvent {
  const actor = { id: "", name: "system", type: "system" } as const;
  const rest = { targets: [], outcome: "success", context: {}, copies: 1 } as const;
  const what = { action: "monitor.delete", version: 1, metadata: {} };
  return { workspaceId: "", id, uid, ...what, timestamp: noon, recordedAt, actor, ...rest };
}

/** A store whose rows become visible in any order, on a clock that its polls move. */
class LateStore {
  now = noon;
  readonly sleeps: number[] = [];
  readonly source: { -readonly [Method in keyof TailSource]: TailSource[Method] };
  readonly #deliveries: readonly Delayed[];

  constructor(deliveries: readonly Delayed[], slowness = 0) {
    this.#deliveries = deliveries;
    const memory = memoryTailSource(
      () => this.#visible(),
      () => this.now,
    );
    const slowly = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
      const answer = await call();
      this.now += slowness;
      return answer;
    };
    this.source = {
      page: (slice) => slowly(() => memory.page(slice)),
      before: (moment, from, to) => slowly(() => memory.before(moment, from, to)),
      count: (from, end, width) => slowly(() => memory.count(from, end, width)),
    };
  }

  #visible(): RecordedEvent[] {
    return this.#deliveries
      .filter(({ recordedAt, delay }) => recordedAt + delay <= this.now)
      .map(recorded);
  }

  /** Gives what a tail gives until a moment, or until so many events came out. */
  async follow(options: TailOptions & { until: number; most?: number; pageSize?: number }) {
    const { until, most = Infinity, pageSize = 3, ...rest } = options;
    const end = new AbortController();
    const clock = {
      now: () => this.now,
      sleep: async (ms: number) => {
        this.sleeps.push(ms);
        this.now += ms;
        if (this.now > until) end.abort("end");
      },
    };
    const query = tailQuery(catalog, { visibilityLag: lag, ...rest, clock, signal: end.signal });
    const given: { uid: string; checkpoint: string }[] = [];
    try {
      for await (const item of follow(this.source, query, pageSize, ({ uid }) => uid)) {
        given.push({ uid: item.event, checkpoint: item.checkpoint });
        if (given.length === most) break;
      }
    } catch (reason) {
      if (reason !== "end") throw reason;
    }
    return given;
  }
}

const times = { recordedAt: fc.integer({ min: noon, max: noon + 900 }) };
const id = fc.constantFrom("monitor:1", "monitor:2");
const inTime = fc.record({ id, ...times, delay: fc.integer({ min: 0, max: lag }) });
const tooLate = fc.record({ id, ...times, delay: fc.integer({ min: lag + 1, max: 12 * lag }) });
const deliveries = (one: typeof inTime) =>
  fc
    .array(one, { maxLength: 60 })
    .map((list) => list.map((delivery, index): Delayed => ({ ...delivery, uid: `u${index}` })));
const paces = fc.record({
  pause: fc.integer({ min: 1, max: 150 }),
  slowness: fc.integer({ min: 0, max: 40 }),
  pageSize: fc.integer({ min: 1, max: 9 }),
});
const end = noon + 900 + 40 * lag;

describe("follow", () => {
  test("gives everything that becomes visible within the lag exactly once, in any order of visibility", async () => {
    const property = fc.asyncProperty(deliveries(inTime), paces, async (all, pace) => {
      const store = new LateStore(all, pace.slowness);
      const missed: MissedDeliveries[] = [];
      const options = { ...pace, after: noon - 1, until: end };
      const given = await store.follow({ ...options, onMissed: (one) => missed.push(one) });
      expect(given.map(({ uid }) => uid).sort()).toEqual(all.map(({ uid }) => uid).sort());
      expect(missed).toEqual([]);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  test("gives the same when it goes on behind checkpoints, whatever became visible in between", async () => {
    const stops = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 8 });
    const property = fc.asyncProperty(
      deliveries(inTime),
      paces,
      stops,
      async (all, pace, mosts) => {
        const store = new LateStore(all, pace.slowness);
        const given = [];
        let after: string | number = noon - 1;
        for (const most of [...mosts, Infinity]) {
          const part = await store.follow({ ...pace, after, until: end, most });
          given.push(...part);
          after = given.at(-1)?.checkpoint ?? after;
          store.now = Math.max(store.now, noon) + 7;
        }
        expect(given.map(({ uid }) => uid).sort()).toEqual(all.map(({ uid }) => uid).sort());
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });

  test("counts every delivery that becomes visible too late and gives it at most once", async () => {
    let late = 0;
    const mixed = fc
      .array(fc.oneof({ weight: 3, arbitrary: inTime }, { weight: 1, arbitrary: tooLate }), {
        maxLength: 60,
      })
      .map((list) => list.map((delivery, index): Delayed => ({ ...delivery, uid: `u${index}` })));
    const property = fc.asyncProperty(mixed, paces, async (all, pace) => {
      const store = new LateStore(all, pace.slowness);
      const missed: MissedDeliveries[] = [];
      const options = { ...pace, after: noon - 1, until: end };
      const given = await store.follow({ ...options, onMissed: (one) => missed.push(one) });
      const uids = new Set(given.map(({ uid }) => uid));
      expect(uids.size).toBe(given.length);
      const lost = all.filter(({ uid }) => !uids.has(uid));
      expect(lost.filter(({ delay }) => delay <= lag)).toEqual([]);
      expect(missed.reduce((sum, one) => sum + one.deliveries, 0)).toBe(lost.length);
      for (const { recordedAt } of lost)
        expect(missed.some(({ from, to }) => from <= recordedAt && recordedAt <= to)).toBe(true);
      late += lost.length;
    });
    await fc.assert(property, { numRuns: 150 });
    // Otherwise nothing was counted because nothing was late.
    expect(late).toBeGreaterThan(50);
  });

  test("counts what is late among events that it gave, in many polls, and tells it once", async () => {
    // Late comes when the window has passed it, and before the first look back.
    const at = (uid: string, after: number, delay = 0) =>
      ({ uid, id: "monitor:1", recordedAt: noon + after, delay }) as const;
    const store = new LateStore([at("a", 1), at("b", 2), at("late", 3, 277), at("c", 250)]);
    const missed: MissedDeliveries[] = [];
    const options = { after: noon - 1, pause: 10, until: noon + 2_000 };
    const given = await store.follow({ ...options, onMissed: (one) => missed.push(one) });
    expect(given.map(({ uid }) => uid)).toEqual(["a", "b", "c"]);
    expect(missed).toEqual([{ from: noon, to: noon + 9, deliveries: 1 }]);
  });

  test("gives an event once, however often and whenever it is delivered again", async () => {
    const again = fc.array(
      fc.record({ of: fc.nat(), ...times, delay: fc.integer({ min: 0, max: lag }) }),
      { maxLength: 40 },
    );
    const stops = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 });
    const property = fc.asyncProperty(
      deliveries(inTime).filter((list) => list.length > 0),
      again,
      paces,
      stops,
      async (first, more, pace, mosts) => {
        const copies = more.flatMap(({ of, ...delivery }) => {
          const { id: entity, uid } = first[of % first.length] ?? { id: "", uid: "" };
          return { ...delivery, id: entity, uid };
        });
        const store = new LateStore([...first, ...copies], pace.slowness);
        const given = [];
        let after: string | number = noon - 1;
        for (const most of [...mosts, Infinity]) {
          given.push(...(await store.follow({ ...pace, after, until: end, most })));
          after = given.at(-1)?.checkpoint ?? after;
        }
        expect(given.map(({ uid }) => uid).sort()).toEqual(first.map(({ uid }) => uid).sort());
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });

  test("looks again at what became visible behind a pass that news made long", async () => {
    const at = (uid: string, after: number, delay = 0) =>
      ({ uid, id: "monitor:1", recordedAt: noon + after, delay }) as const;
    const news = [at("a", 1), at("b", 2), at("c", 125), at("d", 245), at("e", 365)];
    // Every page is full as there is always one event more: without a bound the pass would go on past
    // the lag, and the window with it.
    const store = new LateStore([at("behind", 0, 95), ...news], 60);
    store.now = noon + 10;
    const options = { after: noon - 1, pageSize: 2, pause: 10, until: noon + 1_000 };
    const given = await store.follow(options);
    expect(given.map(({ uid }) => uid).sort()).toEqual(["a", "b", "behind", "c", "d", "e"]);
  });

  test("gives what has a recordedAt that is still to come when its time is there", async () => {
    const ahead = { uid: "ahead", id: "monitor:1", recordedAt: noon + 5_000, delay: -5_000 };
    const now = { uid: "now", id: "monitor:1", recordedAt: noon + 50, delay: lag };
    const store = new LateStore([ahead, now]);
    const given = await store.follow({ after: noon - 1, pause: 10, until: noon + 4_999 });
    expect(given.map(({ uid }) => uid)).toEqual(["now"]);
    const after = given[0]?.checkpoint;
    const rest = await store.follow({ after, pause: 10, until: noon + 5_010 });
    expect(rest.map(({ uid }) => uid)).toEqual(["ahead"]);
  });

  test("keeps no more of the past than its window, and checkpoints that stay short", async () => {
    const many = Array.from({ length: 4_000 }, (_, index) => ({
      uid: `u${index}`,
      id: "monitor:1",
      recordedAt: noon + Math.floor(index / 20),
      delay: 0,
    }));
    const store = new LateStore(many);
    store.now = noon + 1_000;
    const options = { pageSize: 500, until: noon + 1_100 };
    const given = await store.follow({ ...options, after: noon - 1 });
    expect(given).toHaveLength(4_000);
    expect(Math.max(...given.map(({ checkpoint }) => checkpoint.length))).toBeLessThan(15_000);
    // 20 a ms: its window of 100 to 110 ms held 2,000 and more, 1,000 of them are in the checkpoint.
    const again = await store.follow({ ...options, after: given.at(-1)?.checkpoint });
    expect(again.length).toBeGreaterThan(900);
    expect(again.length).toBeLessThan(1_300);
  });

  test("asks again after an error that passes, with a pause that grows, and never before Tinybird says", async () => {
    const store = new LateStore([{ uid: "u", id: "monitor:1", recordedAt: noon, delay: 0 }]);
    const { page } = store.source;
    const errors = [
      new UnavailableError("tail"),
      new UnavailableError("tail"),
      new UnavailableError("tail", { retryAfter: 9_000 }),
      ...Array.from({ length: 4 }, () => new UnavailableError("tail")),
    ];
    store.source.page = async (slice) => {
      const error = errors.shift();
      if (error) throw error;
      return page(slice);
    };
    const told: number[] = [];
    const options = { after: noon - 1, until: Infinity, most: 1, pause: 500 };
    const given = await store.follow({ ...options, onRetry: (_, pause) => told.push(pause) });
    expect(given.map(({ uid }) => uid)).toEqual(["u"]);
    expect(told).toEqual([500, 1_000, 9_000, 4_000, 8_000, 16_000, 30_000]);
    expect(store.sleeps).toEqual(told);
  });

  test("rejects with an error that would come again", async () => {
    const store = new LateStore([]);
    store.source.page = async () => {
      throw new WrongTokenError("tail");
    };
    const following = store.follow({ after: noon, until: end });
    await expect(following).rejects.toMatchObject({ code: "wrong_token" });
    expect(store.sleeps).toEqual([]);
  });

  test("rejects a page that goes back, rather than going round for ever", async () => {
    const delivery = { uid: "u", id: "monitor:1", recordedAt: noon, delay: 0 };
    const store = new LateStore([delivery, { ...delivery, uid: "v" }]);
    const { page } = store.source;
    store.source.page = ({ after: _, ...slice }) => page(slice);
    const following = store.follow({ after: noon - 1, until: end, pageSize: 2 });
    await expect(following).rejects.toMatchObject({ code: "unexpected_answer" });
  });
});

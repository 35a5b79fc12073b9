import type { AuditEvent, BuiltInAction, DraftOf } from "@audit/events";
import {
  type EventStore,
  MemoryEventStore,
  type ReadOptions,
  type SearchOptions,
  TinybirdEventStore,
  type Transport,
  zodBirdTransport,
} from "@audit/store";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Embedded, startEmbedded } from "./embedded.ts";

const noon = 1_750_000_000_000;
let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded?.server.stop());

// Few of each, so that doubles, conflicts and equal places are common.
const ids = ["monitor:\uffee", "monitor:😀", 'incident:"a,%b'];
const uids = ["a", "B", "%"];
const texts = ["gru", 'a"b', "é", "100%\\", "line\nbreak", "😀"];
// Safe: a name from before, which the writer takes and the types do not know.
const former = "monitor.failed" as "monitor.down";
const actions = ["monitor.down", "monitor.recovered", former] as const;

const workspaceId = fc.constantFrom("one", "one", "one", "two %'\"\\");
const text = fc.constantFrom(...texts);
const time = fc.integer({ min: noon, max: noon + 2 });
const clock = fc.integer({ min: noon + 10, max: noon + 23 });
// Mostly absent: what is asked for together would find nothing.
const optional = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

const draft: fc.Arbitrary<DraftOf<BuiltInAction>> = fc.record({
  workspaceId,
  id: fc.constantFrom(...ids),
  uid: fc.constantFrom(...uids),
  action: fc.constantFrom(...actions),
  metadata: fc.record({ region: text }),
  timestamp: time,
  actor: fc.constantFrom({ id: "" }, { id: 'u"1' }),
  targets: fc.constantFrom([], [{ id: "7%", type: "user" }]),
  outcome: fc.constantFrom("success", "denied"),
  correlationId: optional(fc.constant("incident:'1")),
});

/** What is appended at one moment: no two deliveries of an event, as they would have no order. */
const step = fc.uniqueArray(draft, {
  minLength: 4,
  maxLength: 8,
  selector: ({ workspaceId, id, uid, timestamp }) => `${workspaceId} ${id} ${uid} ${timestamp}`,
});
/** Steps and then some of them again, each at a moment of its own: what comes last may be recorded first. */
const steps = fc
  .array(step, { minLength: 3, maxLength: 6 })
  .chain((first) => fc.subarray(first).map((again) => [...first, ...again]))
  .chain((all) =>
    fc
      .uniqueArray(clock, { minLength: all.length, maxLength: all.length })
      .map((moments) =>
        moments.map((recordedAt, index) => ({ recordedAt, drafts: all[index] ?? [] })),
      ),
  );

const bounds = (value: fc.Arbitrary<number>) =>
  fc.tuple(optional(value), optional(value)).map(([a, b]) => ({
    from: a === undefined || b === undefined ? a : Math.min(a, b),
    to: a === undefined || b === undefined ? b : Math.max(a, b),
  }));
const names = optional(fc.subarray([...actions, "monitor.pause" as const], { minLength: 1 }));
const range = fc
  .tuple(
    bounds(time),
    fc.record({
      workspaceId,
      knownAt: optional(clock),
      recordedAfter: optional(clock),
      actions: names,
    }),
  )
  .map(([times, rest]) => ({ ...times, ...rest }));
const reading = fc.record({
  id: fc.constantFrom(...ids),
  options: fc
    .tuple(
      range,
      fc.record({
        after: optional(fc.record({ timestamp: time, uid: fc.constantFrom(...uids, "aa") })),
        direction: optional(fc.constantFrom("forward", "backward")),
        limit: optional(fc.integer({ min: 1, max: 5 })),
      }),
    )
    .map(([part, rest]): ReadOptions => ({ ...part, ...rest })),
});
const searching = fc
  .tuple(
    bounds(time),
    fc.record({
      workspaceId,
      actions: names,
      actorId: optional(fc.constantFrom("", 'u"1')),
      target: optional(fc.constant("user:7%")),
      correlationId: optional(fc.constant("incident:'1")),
      outcome: optional(fc.constantFrom("success", "denied")),
      order: optional(fc.constantFrom("newest", "oldest")),
      limit: fc.integer({ min: 2, max: 9 }),
    }),
    optional(fc.oneof(text, fc.constantFrom('"region":', "\\n", "a", '\\"'))),
  )
  .map(
    ([times, rest, part]): SearchOptions =>
      part === undefined
        ? { ...times, ...rest }
        : { from: noon, to: noon + 2, ...rest, text: part },
  );

type Store = EventStore<BuiltInAction>;

async function listOf(events: AsyncIterable<AuditEvent<BuiltInAction>>) {
  const list: AuditEvent<BuiltInAction>[] = [];
  for await (const event of events) list.push(event);
  return list;
}

async function pagesOf(store: Store, options: SearchOptions) {
  const pages = [await store.search(options)];
  for (let cursor = pages[0]?.cursor; cursor !== undefined; cursor = pages.at(-1)?.cursor)
    pages.push(await store.search({ ...options, cursor }));
  return pages;
}

describe("MemoryEventStore and TinybirdEventStore on embedded Tinybird", () => {
  test("give the same answers, whatever was appended and whatever is asked", async () => {
    let run = 0;
    const found = { events: 0, pages: 0, copies: 0, conflicts: 0 };
    const property = fc.asyncProperty(
      steps,
      fc.array(reading, { minLength: 2, maxLength: 4 }),
      range,
      fc.subarray([...ids, "monitor:nobody"]),
      fc.array(searching, { minLength: 2, maxLength: 2 }),
      fc.constantFrom(2, 7, 50),
      async (appends, readings, part, fleet, searches, pageSize) => {
        run += 1;
        const mine = (name = "") => `${run} ${name}`;
        let now = 0;
        // Forgets a uid at once, so that a double has numbers of its own.
        const writer = { now: () => now, name: "w", rememberedUids: 1 };
        const rows: object[] = [];
        const { query } = zodBirdTransport(embedded.tb);
        const transport: Transport = {
          query,
          async ingest(_, batch) {
            rows.push(...batch.map((row) => ({ ...row, recorded_at: now })));
            return { successfulRows: batch.length, quarantinedRows: 0 };
          },
        };
        const memory: Store = new MemoryEventStore({ writer });
        const tinybird: Store = new TinybirdEventStore({ transport, writer, pageSize });
        for (const { recordedAt, drafts } of appends) {
          now = recordedAt;
          const list = drafts.map((one) => ({ ...one, workspaceId: mine(one.workspaceId) }));
          await memory.append(list);
          await tinybird.append(list);
        }
        await embedded.post(...rows);

        const both = async <Answer>(ask: (store: Store) => Promise<Answer>): Promise<Answer> => {
          const answer = await ask(memory);
          expect(await ask(tinybird)).toEqual(answer);
          return answer;
        };
        for (const { id, options } of readings) {
          const asked = { ...options, workspaceId: mine(options.workspaceId) };
          const events = await both((store) => listOf(store.read(id, asked)));
          found.events += events.length;
        }
        const asked = { ...part, workspaceId: mine(part.workspaceId) };
        await both((store) => listOf(store.readMany(fleet, asked)));
        const all = await both((store) => listOf(store.readAll(asked)));
        found.copies += all.filter(({ copies }) => copies > 1).length;
        const places = new Set(all.map(({ id, timestamp, uid }) => `${id} ${timestamp} ${uid}`));
        found.conflicts += all.length - places.size;
        for (const options of searches) {
          const search = { ...options, workspaceId: mine(options.workspaceId) };
          found.pages += (await both((store) => pagesOf(store, search))).length;
        }
      },
    );
    await fc.assert(property, { numRuns: 20, interruptAfterTimeLimit: 40_000 });
    // Otherwise the answers were the same because there were none.
    expect(found.events).toBeGreaterThan(20);
    expect(found.pages).toBeGreaterThan(24);
    expect(found.copies).toBeGreaterThan(5);
    expect(found.conflicts).toBeGreaterThan(5);
  });
});

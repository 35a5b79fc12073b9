import { type AuditEvent, monitorDown } from "@audit/events";
import {
  defineProjection,
  MemorySnapshotStore,
  monitor,
  replay,
  type Snapshot,
  type SnapshotStore,
} from "@audit/projections";
import { MemoryEventStore, type ReadOptions } from "@audit/store";
import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { type ReadState, readState } from "./read-state.ts";

const id = "monitor:1";
const start = 1_750_000_000_000;
const minute = 60_000;

const downs = defineProjection<readonly string[]>("downs", { revision: 1, initial: [] }).on(
  monitorDown,
  (regions, { metadata }) => [...regions, metadata.region],
);

/** A store whose clock stands still until it is moved, and that counts what it gives. */
function lab() {
  let now = start;
  let given = 0;
  const memory = new MemoryEventStore({ writer: { now: () => now } });
  const store = {
    async *read(of: string, options?: ReadOptions) {
      for await (const event of memory.read(of, options)) {
        given += 1;
        yield event;
      }
    },
  };
  const snapshots = new MemorySnapshotStore();
  return {
    snapshots,
    /** Appends what happened at a minute, recorded at another. */
    async add(uid: string, happened: number, recorded = happened, region = uid) {
      now = start + recorded * minute;
      const timestamp = start + happened * minute;
      await memory.append({ id, uid, action: "monitor.down", metadata: { region }, timestamp });
    },
    async read(at: number, options: object = {}) {
      now = start + at * minute;
      given = 0;
      const read = await readState(store, snapshots, downs, id, {
        saveAfter: 2,
        now: () => now,
        ...options,
      });
      return { ...read, given };
    },
    /** What is true of the whole stream. */
    async whole({ at, knownAt }: { at?: number | undefined; knownAt?: number | undefined } = {}) {
      return replay(downs, memory.read(id, { to: at, knownAt }), { at, knownAt });
    },
  };
}

const saveNever = { saveAfter: 1_000_000 };

describe("readState", () => {
  test("is typed by the projection", async () => {
    const store = new MemoryEventStore();
    const read = await readState(store, new MemorySnapshotStore(), monitor, id);
    expectTypeOf(read.state).toEqualTypeOf<(typeof monitor)["initial"]>();
    expect(read).toMatchObject({ state: { phase: "none" }, report: { applied: 0 } });
    expect(read.snapshots).toEqual({
      from: undefined,
      passedOver: [],
      saved: undefined,
      errors: [],
    });
  });

  test("reads a stream once, and then what came since", async () => {
    const { add, read, whole } = lab();
    for (const [index, uid] of ["a", "b", "c"].entries()) await add(uid, index);
    const first = await read(10);
    expect(first).toMatchObject({ state: ["a", "b", "c"], given: 3 });
    expect(first.snapshots).toMatchObject({ from: undefined, saved: { uid: "c" }, errors: [] });
    await add("d", 11);
    const second = await read(12);
    expect(second).toMatchObject({ state: ["a", "b", "c", "d"], given: 1 });
    expect(second.snapshots).toMatchObject({ from: { uid: "c" }, saved: undefined });
    expect({ state: second.state, report: second.report }).toEqual(await whole());
  });

  test("saves again when enough came since", async () => {
    const { add, read } = lab();
    for (const [index, uid] of ["a", "b", "c", "d", "e"].entries()) {
      await add(uid, index);
      await read(index + 0.5);
    }
    const { snapshots, given } = await read(10);
    expect(snapshots.from?.uid).toBe("d");
    expect(given).toBe(1);
  });

  test("never saves what may still be changing", async () => {
    const { add, read } = lab();
    await add("a", 0);
    await add("b", 1);
    const justNow = { visibilityLag: minute };
    expect((await read(1.9, justNow)).snapshots.saved).toBeUndefined();
    expect((await read(2, justNow)).snapshots.saved?.uid).toBe("b");
  });

  test("does not save on a copy that came just now", async () => {
    const { add, read } = lab();
    await add("a", 0);
    await add("b", 1);
    await add("a", 0, 5);
    const tooEarly = await read(5.1);
    expect(tooEarly).toMatchObject({ report: { copies: 1 }, snapshots: { saved: undefined } });
    expect((await read(6)).snapshots.saved?.uid).toBe("b");
  });

  test("does not use a snapshot before whose checkpoint something came since", async () => {
    const { add, read, whole } = lab();
    for (const [index, uid] of ["a", "b", "c"].entries()) await add(uid, index);
    await read(10);
    await add("late", 0.5, 11);
    const read2 = await read(12, saveNever);
    expect(read2).toMatchObject({ state: ["a", "late", "b", "c"] });
    expect(read2.snapshots).toMatchObject({
      from: undefined,
      passedOver: ["changed_before_checkpoint"],
    });
    expect(read2.report).toEqual((await whole()).report);
    // As it was known then, the snapshot still stands.
    const then = await read(12, { knownAt: start + 10.5 * minute });
    expect(then).toMatchObject({ state: ["a", "b", "c"], snapshots: { from: { uid: "c" } } });
  });

  test("does not use one of which an event was delivered again since", async () => {
    const { add, read, whole } = lab();
    for (const [index, uid] of ["a", "b", "c"].entries()) await add(uid, index);
    await read(10);
    await add("b", 1, 11);
    const again = await read(12, saveNever);
    expect(again.snapshots.passedOver).toEqual(["changed_before_checkpoint"]);
    expect(again.report).toEqual((await whole()).report);
  });

  test("looks for an older one from before what came late", async () => {
    const { add, read } = lab();
    for (let index = 0; index < 6; index += 1) {
      await add(`e${index}`, index);
      await read(index + 0.5);
    }
    await add("late", 4.5, 11);
    const { snapshots } = await read(12);
    expect(snapshots).toMatchObject({
      from: { uid: "e3" },
      passedOver: ["changed_before_checkpoint"],
    });
  });

  test("uses one whose checkpoint is before the moment asked for", async () => {
    const { add, read, whole } = lab();
    for (let index = 0; index < 6; index += 1) {
      await add(`e${index}`, index);
      await read(index + 0.5);
    }
    const at = start + 4 * minute;
    const then = await read(12, { at });
    expect(then.snapshots.from?.uid).toBe("e3");
    expect({ state: then.state, report: then.report }).toEqual(await whole({ at }));
  });

  test("does not use one of another revision, and saves one besides it", async () => {
    const { add, read, snapshots } = lab();
    await add("a", 0);
    await add("b", 1);
    await read(10);
    const store = new MemoryEventStore();
    const next = { ...downs, revision: 2 };
    const { snapshots: use } = await readState(store, snapshots, next, id);
    expect(use.from).toBeUndefined();
  });

  test("reads the whole stream when snapshots fail, and says with what", async () => {
    const { add, read, whole } = lab();
    await add("a", 0);
    await add("b", 1);
    const failure = new Error("no snapshots today");
    const broken: SnapshotStore = {
      load: () => Promise.reject(failure),
      save: () => Promise.reject(failure),
    };
    const store = new MemoryEventStore({ writer: { now: () => start } });
    await store.append({ id, action: "monitor.down", metadata: { region: "gru" } });
    const options = { saveAfter: 1, now: () => start + minute };
    const { state, snapshots } = await readState(store, broken, downs, id, options);
    expect(state).toEqual(["gru"]);
    expect(snapshots).toMatchObject({ saved: undefined, errors: [failure, failure] });
    expect((await read(3)).state).toEqual((await whole()).state);
  });

  test.each<[reason: string, spoil: (saved: Snapshot) => unknown]>([
    ["other_format", () => ({})],
    ["other_format", (saved) => ({ ...saved, findings: undefined })],
    ["other_revision", (saved) => ({ ...saved, revision: 7 })],
    ["other_projection", (saved) => ({ ...saved, projection: "x" })],
    ["other_stream", (saved) => ({ ...saved, id: "monitor:2" })],
    ["known_later", (saved) => ({ ...saved, knownAt: start * 2 })],
  ])("reads the whole stream when what it is given is %s", async (reason, spoil) => {
    const { add, read, snapshots } = lab();
    await add("a", 0);
    await add("b", 1);
    await read(10);
    const load = snapshots.load.bind(snapshots);
    snapshots.load = async (query) => {
      const saved = await load(query);
      // Safe: whoever reads it must look what it is.
      return saved && (spoil(saved) as Snapshot);
    };
    const knownAt = start + 20 * minute;
    const spoilt = await read(12, { knownAt });
    expect(spoilt).toMatchObject({ state: ["a", "b"] });
    expect(spoilt.snapshots).toMatchObject({ from: undefined, passedOver: [reason] });
  });

  test("reads a state that cannot be saved", async () => {
    const dates = defineProjection<Date | undefined>("dates", {
      revision: 1,
      initial: undefined,
    }).on(monitorDown, (_state, { timestamp }) => new Date(timestamp));
    const store = new MemoryEventStore({ writer: { now: () => start } });
    await store.append({ id, action: "monitor.down", metadata: { region: "gru" } });
    const options = { now: () => start + minute };
    const read = await readState(store, new MemorySnapshotStore(), dates, id, options);
    expect(read.state).toEqual(new Date(start));
    expect(read.snapshots.errors).toMatchObject([{ code: "unsavable_state" }]);
  });

  test("fails as the event store fails, and closes what it reads from", async () => {
    const failure = new Error("no events today");
    let isClosed = false;
    const store = {
      async *read(): AsyncGenerator<AuditEvent> {
        try {
          yield* [];
          throw failure;
        } finally {
          isClosed = true;
        }
      },
    };
    const reading = readState(store, new MemorySnapshotStore(), downs, id);
    await expect(reading).rejects.toBe(failure);
    expect(isClosed).toBe(true);
  });

  test("throws when strict and what the snapshot rests on was not exact", async () => {
    const { add, snapshots } = lab();
    await add("a", 0);
    const born = defineProjection<number>("born", { revision: 1, initial: 0 })
      .startsWith(monitorDown)
      .on(monitorDown, () => {
        throw new RangeError("secret");
      });
    const store = new MemoryEventStore({ writer: { now: () => start } });
    await store.append({ id, action: "monitor.down", metadata: { region: "gru" } });
    const options = { now: () => start + minute, saveAfter: 1 };
    expect((await readState(store, snapshots, born, id, options)).snapshots.saved).toBeDefined();
    await expect(
      readState(store, snapshots, born, id, { ...options, strict: true }),
    ).rejects.toMatchObject({ code: "partial_replay", reasons: ["invalid"] });
  });

  test.each<[option: string, options: object]>([
    ["workspaceId", { workspaceId: 5 }],
    ["at", { at: Number.NaN }],
    ["knownAt", { knownAt: "now" }],
    ["strict", { strict: 1 }],
    ["saveAfter", { saveAfter: 0 }],
    ["visibilityLag", { visibilityLag: -1 }],
    ["now", { now: 5 }],
  ])("refuses %s that cannot be what it is", async (option, options) => {
    const reading = readState(
      new MemoryEventStore(),
      new MemorySnapshotStore(),
      downs,
      id,
      options,
    );
    await expect(reading).rejects.toMatchObject({ code: "invalid_option", option });
  });

  test("refuses what is no store, no snapshot store and no projection", async () => {
    const store = new MemoryEventStore();
    const snapshots = new MemorySnapshotStore();
    const code = "invalid_option";
    // @ts-expect-error nothing can be read from a list
    await expect(readState([], snapshots, downs, id)).rejects.toMatchObject({ code });
    // @ts-expect-error a Map has no load
    await expect(readState(store, new Map(), downs, id)).rejects.toMatchObject({ code });
    // @ts-expect-error a name is no projection
    await expect(readState(store, snapshots, "downs", id)).rejects.toMatchObject({ code });
  });

  test("gives what a replay of the whole gives, whatever came late or twice", async () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant("add" as const),
        uid: fc.constantFrom("a", "b", "c", "d", "e", "f"),
        /** How many minutes ago it happened. */
        ago: fc.oneof(fc.constant(0), fc.nat(12)),
        region: fc.constantFrom("gru", "fra"),
      }),
      fc.record({
        kind: fc.constant("read" as const),
        at: fc.option(fc.integer({ min: -2, max: 30 }), { nil: undefined }),
        knownAt: fc.option(fc.integer({ min: -2, max: 30 }), { nil: undefined }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const { add, read, whole } = lab();
        let minutes = 0;
        for (const each of steps) {
          minutes += 1;
          if (each.kind === "add") await add(each.uid, minutes - each.ago, minutes, each.region);
          else {
            const momentOf = (value: number | undefined) =>
              value === undefined ? undefined : start + value * minute;
            const asked = { at: momentOf(each.at), knownAt: momentOf(each.knownAt) };
            const { state, report, snapshots }: ReadState<readonly string[]> = await read(
              minutes,
              asked,
            );
            expect(snapshots.errors).toEqual([]);
            expect({ state, report }).toEqual(await whole(asked));
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

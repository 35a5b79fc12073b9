import assert from "node:assert/strict";
import { type ContractCase, type ContractContext, collect, readStream } from "./contract-case.ts";

const noon = 1_700_000_000_000;
const id = "monitor:1";
const at = (workspaceId: string, timestamp: number, uid: string) =>
  ({
    id,
    action: "monitor.recovered",
    metadata: { region: "gru" },
    workspaceId,
    timestamp,
    uid,
  }) as const;

/** Five events at three moments, in stream order. */
const five = (workspaceId: string) => [
  at(workspaceId, noon, "a"),
  at(workspaceId, noon + 1, "b"),
  at(workspaceId, noon + 1, "c"),
  at(workspaceId, noon + 1, "d"),
  at(workspaceId, noon + 2, "e"),
];

type Options = Parameters<ContractContext["store"]["read"]>[1];

async function uids({ store, workspaceId }: ContractContext, options: Options): Promise<string> {
  const events = await collect(store.read(id, { ...options, workspaceId }));
  return events.map(({ uid }) => uid).join("");
}

/** Appends until the store's clock has passed a moment, and gives what it says then. */
async function clockPast(context: ContractContext, moment: number): Promise<number> {
  const { store, workspaceId } = context;
  for (let tick = 0; ; tick += 1) {
    assert.ok(tick < 300, "the clock of recordedAt goes on");
    await store.append({
      id: "monitor:clock",
      action: "monitor.delete",
      metadata: {},
      workspaceId,
    });
    const ticks = await readStream(context, "monitor:clock");
    const now = Math.max(...ticks.map(({ recordedAt }) => recordedAt));
    if (now > moment) return now;
  }
}

/** Promises about reading a part of a stream. */
export const ranges: readonly ContractCase[] = [
  {
    name: "gives what happened from a moment on, to a moment, and at both",
    async run(context) {
      await context.store.append(five(context.workspaceId));
      assert.equal(await uids(context, { from: noon + 1 }), "bcde");
      assert.equal(await uids(context, { to: noon + 1 }), "abcd");
      assert.equal(await uids(context, { from: noon + 1, to: noon + 1 }), "bcd");
      assert.equal(await uids(context, { from: noon + 3 }), "");
    },
  },
  {
    name: "gives a stream backward as exactly the reverse, conflicts included",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append(five(workspaceId));
      await store.append({ ...at(workspaceId, noon + 1, "c"), metadata: { region: "fra" } });
      const forward = await readStream(context, id);
      const backward = await collect(store.read(id, { workspaceId, direction: "backward" }));
      assert.equal(forward.length, 6);
      assert.deepEqual(backward, forward.reverse());
    },
  },
  {
    name: "goes on behind an event or a place, in both directions, and never gives it again",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append(five(workspaceId));
      const after = { timestamp: noon + 1, uid: "c" };
      assert.equal(await uids(context, { after }), "de");
      assert.equal(await uids(context, { after, direction: "backward" }), "ba");
      // Nobody needs to stand at the place.
      assert.equal(await uids(context, { after: { timestamp: noon + 1, uid: "bb" } }), "cde");
      for (const direction of ["forward", "backward"] as const) {
        let seen = "";
        let [last] = await collect(store.read(id, { workspaceId, direction, limit: 1 }));
        while (last !== undefined) {
          seen += last.uid;
          assert.ok(seen.length < 9, "a stream has an end");
          [last] = await collect(store.read(id, { workspaceId, direction, after: last, limit: 1 }));
        }
        assert.equal(seen, direction === "forward" ? "abcde" : "edcba");
      }
    },
  },
  {
    name: "counts events, not deliveries, and never parts a conflict",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append(five(workspaceId));
      await store.append(five(workspaceId));
      await store.append({ ...at(workspaceId, noon, "a"), metadata: { region: "fra" } });
      assert.equal(await uids(context, { limit: 1 }), "aa");
      assert.equal(await uids(context, { limit: 3 }), "aabc");
      assert.equal(await uids(context, { limit: 3, direction: "backward" }), "edc");
      assert.equal(await uids(context, { limit: 100 }), "aabcde");
      const [first] = await collect(store.read(id, { workspaceId, limit: 1 }));
      assert.equal(first?.copies, 2);
    },
  },
  {
    name: "gives what was known at a moment: late events and later copies are not there yet",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append([at(workspaceId, noon, "a"), at(workspaceId, noon + 2, "e")]);
      const [a] = await readStream(context, id);
      const knownAt = Number(a?.recordedAt);
      const later = await clockPast(context, knownAt);
      await store.append([at(workspaceId, noon + 1, "late"), at(workspaceId, noon, "a")]);
      const read = async (options: Options) =>
        (await collect(store.read(id, { ...options, workspaceId }))).map(
          ({ uid, copies, recordedAt }) => [uid, copies, recordedAt],
        );
      const before = [
        ["a", 1, knownAt],
        ["e", 1, knownAt],
      ];
      assert.deepEqual(await read({ knownAt }), before);
      assert.deepEqual(await read({ knownAt: knownAt - 1 }), []);
      const [first, late, last, ...others] = await read({ knownAt: later + 60_000 });
      assert.deepEqual([first, last, others], [["a", 2, knownAt], before[1], []]);
      assert.deepEqual(late?.slice(0, 2), ["late", 1]);
    },
  },
  {
    name: "gives what was recorded after a moment: late events, and events of which a copy came",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append(five(workspaceId));
      const [a] = await readStream(context, id);
      const recordedAfter = Number(a?.recordedAt);
      assert.equal(await uids(context, { recordedAfter }), "");
      assert.equal(await uids(context, { recordedAfter: recordedAfter - 1 }), "abcde");
      await clockPast(context, recordedAfter);
      await store.append([at(workspaceId, noon + 1, "bb"), at(workspaceId, noon, "a")]);
      const since = await collect(store.read(id, { workspaceId, recordedAfter }));
      assert.deepEqual(
        since.map(({ uid, copies }) => [uid, copies]),
        [
          ["a", 1],
          ["bb", 1],
        ],
      );
      assert.equal(await uids(context, { recordedAfter, to: noon }), "a");
      assert.equal(await uids(context, { recordedAfter, knownAt: recordedAfter }), "");
      const all = await collect(
        store.readAll({ workspaceId, recordedAfter, from: noon, to: noon }),
      );
      assert.deepEqual(
        all.map(({ uid }) => uid),
        ["a"],
      );
    },
  },
  {
    name: "finds an action by today's name and by former ones, under whichever it was stored",
    async run(context) {
      const { store, workspaceId } = context;
      const down = { id, metadata: { region: "gru" }, workspaceId } as const;
      // Safe: the types know today's names; a program from before writes another.
      const former = "monitor.failed" as "monitor.down";
      await store.append([
        { ...down, action: former, timestamp: noon, uid: "a" },
        { ...down, action: "monitor.recovered", timestamp: noon + 1, uid: "b" },
        { ...down, action: "monitor.down", timestamp: noon + 2, uid: "c" },
      ]);
      assert.equal(await uids(context, { actions: ["monitor.down"] }), "ac");
      assert.equal(await uids(context, { actions: [former] }), "ac");
      assert.equal(await uids(context, { actions: ["monitor.recovered", "monitor.down"] }), "abc");
      assert.equal(await uids(context, { actions: ["monitor.pause"] }), "");
    },
  },
  {
    name: "ends with the reason of its signal, before the first event and between two",
    async run({ store, workspaceId }) {
      await store.append(five(workspaceId));
      const reason = new Error("enough");
      const aborted = { workspaceId, signal: AbortSignal.abort(reason) };
      const isReason = (error: unknown) => error === reason;
      await assert.rejects(collect(store.read(id, aborted)), isReason);
      await assert.rejects(collect(store.readAll(aborted)), isReason);
      await assert.rejects(collect(store.readMany([id], aborted)), isReason);
      await assert.rejects(store.search(aborted), isReason);
      const controller = new AbortController();
      const seen: string[] = [];
      await assert.rejects(async () => {
        for await (const { uid } of store.read(id, { workspaceId, signal: controller.signal })) {
          seen.push(uid);
          if (seen.length === 2) controller.abort(reason);
        }
      }, isReason);
      assert.deepEqual(seen, ["a", "b"]);
    },
  },
  {
    name: "refuses options that cannot be meant, and names them",
    async run({ store, workspaceId }) {
      const wrong: [string, object][] = [
        ["workspaceId", { workspaceId: null }],
        ["workspaceId", { workspaceId: "\ud800" }],
        ["from", { from: 2, to: 1 }],
        ["from", { from: Number.NaN }],
        ["from", { from: "1" }],
        ["to", { to: 1.5 }],
        ["to", { to: 2 ** 53 }],
        ["knownAt", { knownAt: Infinity }],
        ["recordedAfter", { recordedAfter: Number.NaN }],
        ["actions", { actions: [] }],
        ["actions", { actions: "monitor.down" }],
        ["actions.1", { actions: ["monitor.down", "monitor.dwon"] }],
        ["actions.0", { actions: [null] }],
        ["signal", { signal: {} }],
        ["limit", { limit: 0 }],
        ["limit", { limit: 1.5 }],
        ["limit", { limit: "7" }],
        ["direction", { direction: "up" }],
        ["after", { after: "a" }],
        ["after.timestamp", { after: { uid: "a" } }],
        ["after.uid", { after: { timestamp: 1 } }],
        ["options", null as unknown as object],
      ];
      for (const [field, options] of wrong)
        await assert.rejects(collect(store.read(id, options && { workspaceId, ...options })), {
          code: "invalid_read",
          field,
        });
      await assert.rejects(collect(store.read("monitor:\ud800")), { field: "id" });
      // Safe: what the types forbid is what is tried here.
      const oneId = id as unknown as string[];
      await assert.rejects(collect(store.readMany(oneId)), { code: "invalid_read", field: "ids" });
      await assert.rejects(collect(store.readMany([id, ""])), { field: "ids.1" });
      await assert.rejects(collect(store.readAll({ from: 2, to: 1 })), { field: "from" });
    },
  },
];

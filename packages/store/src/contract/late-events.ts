import assert from "node:assert/strict";
import { type ContractCase, collect, readStream, uidsOf } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";

const day = 86_400_000;

/** Promises about events that are appended after events that happened later. */
export const lateEvents: readonly ContractCase[] = [
  {
    name: "puts late events at their places: in front, in between and among equals",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append([
        recovered(workspaceId, "d", noon + 5),
        recovered(workspaceId, "f", noon + 9),
      ]);
      const first = await readStream(context, "monitor:1");
      await store.append(recovered(workspaceId, "a", noon));
      await store.append([
        recovered(workspaceId, "e", noon + 9),
        recovered(workspaceId, "b", noon + 1),
      ]);
      await store.append(recovered(workspaceId, "c", noon + 5));
      const events = await readStream(context, "monitor:1");
      assert.equal(uidsOf(events), "a b c d e f");
      assert.deepEqual(
        events.filter(({ uid }) => "df".includes(uid)),
        first,
      );
      const latest = Math.max(...first.map(({ recordedAt }) => recordedAt));
      for (const { uid, recordedAt } of events)
        assert.ok("df".includes(uid) || recordedAt >= latest, uid);
    },
  },
  {
    name: "gives events of half a century in order, appended as one list",
    async run(context) {
      const { store, workspaceId } = context;
      const times = Array.from({ length: 52 }, (_, year) => 110_000_000_000 + year * 365 * day);
      const drafts = times.map((time, index) =>
        recovered(workspaceId, `u${String(index).padStart(2, "0")}`, time),
      );
      await store.append(drafts.toReversed());
      const events = await readStream(context, "monitor:1");
      assert.deepEqual(
        events.map(({ timestamp }) => timestamp),
        times,
      );
      const oldest = await store.search({ workspaceId, order: "oldest", limit: 2 });
      assert.equal(uidsOf(oldest.events), "u00 u01");
    },
  },
  {
    name: "leaves an event where it is when a copy of it comes late",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append([recovered(workspaceId, "a"), recovered(workspaceId, "b", noon + 1)]);
      const [first] = await readStream(context, "monitor:1");
      await store.append(recovered(workspaceId, "c", noon + 2));
      await store.append(recovered(workspaceId, "a"));
      const events = await readStream(context, "monitor:1");
      assert.equal(uidsOf(events), "a*2 b c");
      assert.equal(events[0]?.recordedAt, first?.recordedAt);
    },
  },
  {
    name: "shows a late event to who reads again, not to who goes on behind its place",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append([recovered(workspaceId, "a"), recovered(workspaceId, "c", noon + 2)]);
      const [, after] = await readStream(context, "monitor:1");
      const { cursor } = await store.search({ workspaceId, order: "oldest", limit: 1 });
      await store.append([recovered(workspaceId, "b", noon + 1), recovered(workspaceId, "0")]);
      assert.deepEqual(await collect(store.read("monitor:1", { workspaceId, after })), []);
      const page = await store.search({ workspaceId, order: "oldest", cursor, limit: 9 });
      assert.equal(uidsOf(page.events), "b c");
      assert.equal(uidsOf(await readStream(context, "monitor:1")), "0 a b c");
      assert.equal(uidsOf((await store.search({ workspaceId })).events), "c b a 0");
    },
  },
  {
    name: "shows late events of all streams only where they were known",
    async run({ store, workspaceId }) {
      const ids = ["monitor:1", "monitor:2"];
      for (const id of ids) await store.append(recovered(workspaceId, "b", noon + 1, id));
      const before = await collect(store.readAll({ workspaceId }));
      const knownAt = Math.max(...before.map(({ recordedAt }) => recordedAt));
      let late = 0;
      for (let tick = 0; late <= knownAt; tick += 1) {
        assert.ok(tick < 300, "the clock of recordedAt goes on");
        await store.append(recovered(workspaceId, `a${tick}`, noon, "monitor:clock"));
        const ticks = await collect(store.read("monitor:clock", { workspaceId }));
        late = Math.max(...ticks.map(({ recordedAt }) => recordedAt));
      }
      for (const id of ids) await store.append(recovered(workspaceId, "a", noon, id));
      const known = { workspaceId, knownAt };
      assert.deepEqual(await collect(store.readMany(ids, known)), before);
      const all = await collect(store.readAll(known));
      assert.deepEqual(
        all.filter(({ id }) => id !== "monitor:clock"),
        before,
      );
      assert.equal(uidsOf(await collect(store.readMany(ids, { workspaceId }))), "a b a b");
    },
  },
];

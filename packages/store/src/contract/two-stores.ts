import assert from "node:assert/strict";
import { type ContractCase, collect, readStream, uidsOf } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";

/** Promises about two stores, in two processes say, over one backend. */
export const twoStores: readonly ContractCase[] = [
  {
    name: "reads through one store what was appended through another",
    async run({ store, open, workspaceId }) {
      const other = await open();
      await store.append(recovered(workspaceId, "a"));
      await other.append(recovered(workspaceId, "b"));
      const mine = await readStream({ store, workspaceId }, "monitor:1");
      assert.equal(uidsOf(mine), "a b");
      assert.deepEqual(await readStream({ store: other, workspaceId }, "monitor:1"), mine);
      const [a, b] = mine;
      assert.notEqual(a?.writer, b?.writer);
      // Each writer knows what it wrote itself.
      assert.equal(b?.previous, 0);
    },
  },
  {
    name: "keeps all of many appends at once through two stores, in one order for both",
    async run({ open, workspaceId }) {
      const stores = [await open(), await open()] as const;
      const receipts = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          stores[index % 2 === 0 ? 0 : 1].append(
            recovered(workspaceId, undefined, noon + (index % 3)),
          ),
        ),
      );
      const [left, right] = await Promise.all(
        stores.map((store) => readStream({ store, workspaceId }, "monitor:1")),
      );
      assert.deepEqual(left, right);
      assert.deepEqual(
        new Set(left?.map(({ uid }) => uid)),
        new Set(receipts.map(({ uid }) => uid)),
      );
      assert.equal(left?.length, 20);
    },
  },
  {
    name: "takes one uid with one timestamp through two stores for one event, and knows both deliveries",
    async run({ store, open, workspaceId }) {
      const other = await open();
      await store.append(recovered(workspaceId, "a"));
      const [first] = await readStream({ store, workspaceId }, "monitor:1");
      await other.append([recovered(workspaceId, "b"), recovered(workspaceId, "a")]);
      await other.append(recovered(workspaceId, "a"));
      const [a, b, ...others] = await readStream({ store: other, workspaceId }, "monitor:1");
      assert.equal(uidsOf(a && b ? [a, b, ...others] : []), "a*3 b");
      assert.deepEqual([a?.writer, a?.sequence], [first?.writer, first?.sequence]);
      const { writer, sequence = 0 } = b ?? {};
      assert.deepEqual(a?.otherDeliveries, [
        { writer, sequence: sequence + 1, previous: sequence },
      ]);
    },
  },
  {
    name: "takes one uid without a timestamp through two stores for two events, as it has two places",
    async run({ open, workspaceId }) {
      const clock = (now: number) => ({ writer: { now: () => now } });
      const [store, other] = [await open(clock(noon)), await open(clock(noon + 1))];
      const draft = recovered(workspaceId, "a");
      for (const each of [store, other]) await each.append({ ...draft, timestamp: undefined });
      const events = await readStream({ store, workspaceId }, "monitor:1");
      assert.deepEqual(
        events.map(({ uid, copies, timestamp }) => [uid, copies, timestamp - noon]),
        [
          ["a", 1, 0],
          ["a", 1, 1],
        ],
      );
    },
  },
  {
    name: "goes on in one store from a cursor or an event of another",
    async run({ store, open, workspaceId }) {
      const other = await open({ pageSize: 1 });
      await store.append(["a", "b", "c", "d"].map((uid) => recovered(workspaceId, uid)));
      const search = { workspaceId, order: "oldest", limit: 2 } as const;
      const { events, cursor } = await store.search(search);
      const next = await other.search({ ...search, cursor });
      assert.equal(uidsOf([...events, ...next.events]), "a b c d");
      const after = next.events[0];
      assert.equal(uidsOf(await collect(other.read("monitor:1", { workspaceId, after }))), "d");
    },
  },
];

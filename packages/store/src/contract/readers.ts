import assert from "node:assert/strict";
import { type ContractCase, collect, readStream, uidsOf } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";

const letters = [..."abcdefgh"];
const eight = (workspaceId: string) =>
  letters.map((letter, index) => recovered(workspaceId, letter, noon + index));

/** Promises about the iterables that reading gives, and those who read them. */
export const readers: readonly ContractCase[] = [
  {
    name: "lets a reader stop early, again and again, and loses nothing by it",
    async run({ open, workspaceId }) {
      const store = await open({ pageSize: 3 });
      await store.append(eight(workspaceId));
      const whole = await readStream({ store, workspaceId }, "monitor:1");
      for (const stopAt of [1, 2, 3, 4, 7, 8]) {
        const seen = [];
        const events = store.read("monitor:1", { workspaceId });
        for await (const event of events) {
          seen.push(event);
          if (seen.length === stopAt) break;
        }
        assert.deepEqual(seen, whole.slice(0, stopAt));
      }
      assert.deepEqual(await readStream({ store, workspaceId }, "monitor:1"), whole);
    },
  },
  {
    name: "leaves a reader's own error as it is, and can be read again",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append(eight(workspaceId));
      const mine = new Error("the reader's own");
      for (const events of [
        store.read("monitor:1", { workspaceId }),
        store.readMany(["monitor:1"], { workspaceId }),
        store.readAll({ workspaceId }),
      ])
        await assert.rejects(
          async () => {
            for await (const { uid } of events) if (uid === "c") throw mine;
          },
          (error) => error === mine,
        );
      assert.equal(uidsOf(await readStream(context, "monitor:1")), letters.join(" "));
    },
  },
  {
    name: "gives two readers of one iterable nothing twice, and both together everything",
    async run({ open, workspaceId }) {
      const store = await open({ pageSize: 2 });
      await store.append(eight(workspaceId));
      const events = store.read("monitor:1", { workspaceId });
      const both = await Promise.all([collect(events), collect(events)]);
      for (const list of both) {
        const uids = list.map(({ uid }) => uid);
        assert.deepEqual(uids, [...new Set(uids)].sort());
      }
      assert.deepEqual(new Set(both.flat().map(({ uid }) => uid)), new Set(letters));
    },
  },
  {
    name: "answers in the order of asking where a reader does not wait for an answer",
    async run({ open, workspaceId }) {
      const store = await open({ pageSize: 2 });
      await store.append(eight(workspaceId));
      const reader = store.read("monitor:1", { workspaceId })[Symbol.asyncIterator]();
      const asked = await Promise.all(Array.from({ length: 10 }, () => reader.next()));
      assert.deepEqual(
        asked.map(({ value, done }) => (done ? "done" : value.uid)),
        [...letters, "done", "done"],
      );
      assert.deepEqual(await reader.next(), { done: true, value: undefined });
    },
  },
  {
    name: "does nothing before the first event is asked for, and refuses only then",
    async run({ store, workspaceId }) {
      const wrong = { workspaceId, from: 2, to: 1 };
      const events = [
        store.read("monitor:1", wrong),
        store.readMany(["monitor:1"], wrong),
        store.readAll(wrong),
      ];
      const early = store.read("monitor:1", { workspaceId });
      await store.append(eight(workspaceId));
      assert.equal(uidsOf(await collect(early)), letters.join(" "));
      for (const refused of events)
        await assert.rejects(collect(refused), { code: "invalid_read", field: "from" });
    },
  },
];

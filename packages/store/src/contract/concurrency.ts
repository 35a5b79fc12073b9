import assert from "node:assert/strict";
import { compareEvents } from "@audit/events";
import { type ContractCase, readStream, uidsOf } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";

const letters = [..."abcdefgh"];

/** Fails where events are not in stream order, each once. */
function assertStreamOrder(events: readonly { timestamp: number; uid: string }[]): void {
  for (const [index, event] of events.entries()) {
    const next = events[index + 1];
    assert.ok(next === undefined || compareEvents(event, next) < 0, `${event.uid} ${next?.uid}`);
  }
}

/** Promises about appends and readings that run at once. */
export const concurrency: readonly ContractCase[] = [
  {
    name: "keeps all of many appends at once in many streams, each list in its order",
    async run(context) {
      const { store, workspaceId } = context;
      const ids = letters.map((letter) => `monitor:${letter}`);
      const lists = Array.from({ length: 32 }, (_, index) => ids[index % ids.length] ?? "");
      const appended = await Promise.all(
        lists.map((id) =>
          store.append([1, 2, 3].map(() => recovered(workspaceId, undefined, noon, id))),
        ),
      );
      for (const id of ids) {
        const events = await readStream(context, id);
        const uids = events.map(({ uid }) => uid);
        const mine = appended.filter((_, index) => lists[index] === id);
        assert.equal(events.length, mine.length * 3);
        assertStreamOrder(events);
        for (const receipts of mine) {
          const places = receipts.map(({ uid }) => uids.indexOf(uid));
          assert.ok(!places.includes(-1));
          assert.deepEqual(
            places,
            places.toSorted((a, b) => a - b),
          );
        }
      }
    },
  },
  {
    name: "links the events of each stream without a gap, appended at once by one writer",
    async run({ open, workspaceId }) {
      const store = await open();
      const ids = ["monitor:1", "monitor:2", "monitor:3"];
      await Promise.all(
        Array.from({ length: 24 }, (_, index) =>
          store.append(recovered(workspaceId, undefined, noon, ids[index % 3])),
        ),
      );
      const streams = await Promise.all(ids.map((id) => readStream({ store, workspaceId }, id)));
      for (const events of streams)
        for (const [index, { previous }] of events.entries())
          assert.equal(previous, index === 0 ? 0 : events[index - 1]?.sequence);
      const numbers = streams.flat().map(({ sequence }) => Number(sequence));
      assert.equal(new Set(numbers).size, 24);
      assert.equal(Math.max(...numbers) - Math.min(...numbers), 23);
    },
  },
  {
    name: "shows what was acknowledged before a reading began, while others append",
    async run(context) {
      const { store, workspaceId } = context;
      const acknowledged: string[] = [];
      const append = async (worker: number) => {
        for (let turn = 0; turn < 5; turn += 1) {
          // Later moments first: what is appended stands before what was read.
          const draft = recovered(workspaceId, `u${worker}${turn}`, noon + 10 - turn);
          acknowledged.push((await store.append(draft)).uid);
        }
      };
      const read = async () => {
        for (let turn = 0; turn < 5; turn += 1) {
          const before = [...acknowledged];
          const events = await readStream(context, "monitor:1");
          assertStreamOrder(events);
          const seen = new Set(events.map(({ uid }) => uid));
          for (const uid of before) assert.ok(seen.has(uid), uid);
        }
      };
      await Promise.all([append(1), append(2), append(3), read(), read()]);
      assert.equal((await readStream(context, "monitor:1")).length, 15);
    },
  },
  {
    name: "gives a reader each event once, in order, while events come in before and behind it",
    async run({ open, workspaceId }) {
      const store = await open({ pageSize: 2 });
      const first = letters.map((letter, index) =>
        recovered(workspaceId, letter, noon + index * 10),
      );
      await store.append(first);
      const seen = [];
      for await (const event of store.read("monitor:1", { workspaceId })) {
        seen.push(event);
        const { uid, timestamp } = event;
        if (!letters.includes(uid)) continue;
        // A copy of it, one before it, and one behind it.
        await store.append([
          recovered(workspaceId, uid, timestamp),
          recovered(workspaceId, `${uid}-before`, timestamp - 5),
          recovered(workspaceId, `${uid}-behind`, timestamp + 5),
        ]);
      }
      assertStreamOrder(seen);
      const uids = seen.map(({ uid }) => uid);
      for (const letter of letters) assert.ok(uids.includes(letter), letter);
      const after = await readStream({ store, workspaceId }, "monitor:1");
      assert.equal(after.length, letters.length * 3);
      assert.ok(after.every(({ uid, copies }) => copies === (letters.includes(uid) ? 2 : 1)));
    },
  },
  {
    name: "gives many readers at once what it gives each alone",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append(
        letters.map((letter, index) => recovered(workspaceId, letter, noon + index)),
      );
      const alone = await readStream(context, "monitor:1");
      assert.equal(uidsOf(alone), letters.join(" "));
      const many = await Promise.all(
        Array.from({ length: 12 }, () => readStream(context, "monitor:1")),
      );
      for (const events of many) assert.deepEqual(events, alone);
      const search = { workspaceId, order: "oldest", limit: 3 } as const;
      const page = await store.search(search);
      const { cursor } = page;
      const [same, next, again] = await Promise.all([
        store.search(search),
        store.search({ ...search, cursor }),
        store.search({ ...search, cursor }),
      ]);
      assert.deepEqual(same, page);
      assert.deepEqual(next, again);
      assert.equal(uidsOf(next.events), "d e f");
    },
  },
  {
    name: "ends only the reader whose signal is aborted",
    async run({ open, workspaceId }) {
      const store = await open({ pageSize: 2 });
      await store.append(letters.map((letter) => recovered(workspaceId, letter)));
      const [one, other] = [new AbortController(), new AbortController()];
      const first = store.read("monitor:1", { workspaceId, signal: one.signal });
      const second = store.read("monitor:1", { workspaceId, signal: other.signal });
      const [left, right] = [first[Symbol.asyncIterator](), second[Symbol.asyncIterator]()];
      assert.deepEqual(
        [await left.next(), await right.next()].map(({ done }) => done),
        [false, false],
      );
      const reason = new Error("enough");
      one.abort(reason);
      await assert.rejects(left.next(), (error) => error === reason);
      const rest = [];
      for (let item = await right.next(); !item.done; item = await right.next())
        rest.push(item.value);
      assert.equal(uidsOf(rest), letters.slice(1).join(" "));
      assert.deepEqual(await left.next(), { done: true, value: undefined });
    },
  },
];

import assert from "node:assert/strict";
import { type ContractCase, collect, readStream, uidsOf } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";

// Every character that a uid may have, in the order of code units.
const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index));

/** Promises about events of one millisecond. */
export const ties: readonly ContractCase[] = [
  {
    name: "orders events of one millisecond by the code units of their uids",
    async run(context) {
      const { store, workspaceId } = context;
      const uids = [
        ...["0", "00", "1", "10", "2", "9", "A", "AA", "Z", "_", "a", "a!", "aA", "aa", "a~", "b"],
        ...["z", "z".repeat(256), "~"],
      ];
      await store.append(uids.toReversed().map((uid) => recovered(workspaceId, uid)));
      const events = await readStream(context, "monitor:1");
      assert.deepEqual(
        events.map(({ uid }) => uid),
        uids,
      );
    },
  },
  {
    name: "orders a uid of each character that one may have",
    async run({ store, workspaceId }) {
      // In an order that is neither this one nor its reverse.
      const mixed = printable.map((_, index) => printable[(index * 37) % 94]);
      await store.append(mixed.map((uid) => recovered(workspaceId, uid)));
      for (const direction of ["forward", "backward"] as const) {
        const events = await collect(store.read("monitor:1", { workspaceId, direction }));
        const seen = events.map(({ uid }) => uid).join("");
        const order = direction === "forward" ? printable : printable.toReversed();
        assert.equal(seen, order.join(""));
      }
    },
  },
  {
    name: "refuses a uid in which code units and bytes have two orders",
    async run({ store, workspaceId }) {
      for (const uid of ["é", "\uffee", "😀", "a b", "", "\0", "a".repeat(257)])
        await assert.rejects(store.append(recovered(workspaceId, uid)), { code: "invalid_draft" });
      assert.deepEqual(await collect(store.readAll({ workspaceId })), []);
    },
  },
  {
    name: "keeps the order of separate appends at one timestamp, without uids",
    async run(context) {
      const { store, workspaceId } = context;
      const uids: string[] = [];
      for (let turn = 0; turn < 6; turn += 1) {
        const drafts = [0, 1].map(() => recovered(workspaceId, undefined));
        uids.push(...(await store.append(drafts)).map(({ uid }) => uid));
      }
      const events = await readStream(context, "monitor:1");
      assert.deepEqual(
        events.map(({ uid }) => uid),
        uids,
      );
    },
  },
  {
    name: "takes what stands at one millisecond apart by its uid alone",
    async run({ store, workspaceId }) {
      const drafts = ["c", "a", "d", "b"].map((uid) => recovered(workspaceId, uid));
      await store.append([...drafts, recovered(workspaceId, "0", noon + 1)]);
      await store.append(recovered(workspaceId, "z", noon - 1));
      const read = async (options: object) =>
        uidsOf(await collect(store.read("monitor:1", { workspaceId, ...options })));
      assert.equal(await read({ from: noon, to: noon }), "a b c d");
      const after = { timestamp: noon, uid: "b" };
      assert.equal(await read({ after }), "c d 0");
      assert.equal(await read({ after, to: noon, limit: 1 }), "c");
      assert.equal(await read({ after, direction: "backward" }), "a z");
      assert.equal(await read({ after: { timestamp: noon, uid: "" } }), "a b c d 0");
      assert.equal(await read({ after: { timestamp: noon, uid: "~" } }), "0");
    },
  },
  {
    name: "orders a search among equals of many streams by uid, then id by code point",
    async run({ store, workspaceId }) {
      const ids = ["a:1", "monitor:10", "monitor:9", "monitor:é", "monitor:\uffee", "monitor:😀"];
      await store.append(
        ids
          .toReversed()
          .flatMap((id) => ["b", "a"].map((uid) => recovered(workspaceId, uid, noon, id))),
      );
      const { events } = await store.search({ workspaceId, order: "oldest" });
      assert.deepEqual(
        events.map(({ uid, id }) => `${uid} ${id}`),
        ["a", "b"].flatMap((uid) => ids.map((id) => `${uid} ${id}`)),
      );
    },
  },
];

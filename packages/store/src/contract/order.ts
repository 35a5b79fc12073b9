import assert from "node:assert/strict";
import { type ContractCase, readStream } from "./contract-case.ts";

const noon = 1_700_000_000_000;
const at = (workspaceId: string, timestamp: number, uid?: string) =>
  ({
    id: "monitor:1",
    action: "monitor.recovered",
    metadata: { region: "gru" },
    workspaceId,
    timestamp,
    uid,
  }) as const;

/** Promises about the order of a stream. */
export const order: readonly ContractCase[] = [
  {
    name: "gives a stream by timestamp, then uid, in whatever order it was appended",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append([at(workspaceId, noon + 2, "a"), at(workspaceId, noon, "b")]);
      await store.append([at(workspaceId, noon + 2, "B"), at(workspaceId, noon + 1, "~")]);
      await store.append(at(workspaceId, noon + 2, "0"));
      const events = await readStream(context, "monitor:1");
      assert.deepEqual(
        events.map(({ timestamp, uid }) => [timestamp - noon, uid]),
        [
          [0, "b"],
          [1, "~"],
          [2, "0"],
          [2, "B"],
          [2, "a"],
        ],
      );
    },
  },
  {
    name: "keeps the order of appending for events of one millisecond",
    async run(context) {
      const { store, workspaceId } = context;
      const receipts = await store.append(Array.from({ length: 50 }, () => at(workspaceId, noon)));
      const events = await readStream(context, "monitor:1");
      assert.deepEqual(
        events.map(({ uid }) => uid),
        receipts.map(({ uid }) => uid),
      );
    },
  },
  {
    name: "gives a late event at its place, recorded after those that follow it",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append(at(workspaceId, noon + 10, "in-time"));
      await store.append(at(workspaceId, noon, "late"));
      const [late, inTime] = await readStream(context, "monitor:1");
      assert.deepEqual([late?.uid, inTime?.uid], ["late", "in-time"]);
      assert.ok(Number(late?.recordedAt) >= Number(inTime?.recordedAt));
    },
  },
  {
    name: "gives a long stream whole, over ties and doubles",
    async run(context) {
      const { store, workspaceId } = context;
      const drafts = Array.from({ length: 700 }, (_, index) =>
        at(workspaceId, noon + Math.floor(index / 7), `u${String(index).padStart(4, "0")}`),
      );
      await store.append(drafts);
      await store.append(drafts.filter((_, index) => index % 5 === 0));
      const events = await readStream(context, "monitor:1");
      assert.deepEqual(
        events.map(({ uid }) => uid),
        drafts.map(({ uid }) => uid),
      );
      assert.equal(
        events.reduce((sum, { copies }) => sum + copies, 0),
        840,
      );
    },
  },
];

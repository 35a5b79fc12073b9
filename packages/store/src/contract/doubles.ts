import assert from "node:assert/strict";
import { type ContractCase, readStream } from "./contract-case.ts";

const draft = (workspaceId: string) =>
  ({
    id: "monitor:1",
    action: "monitor.down",
    metadata: { region: "gru", statusCode: 500 },
    workspaceId,
    uid: "check-1",
    timestamp: 1_700_000_000_000,
  }) as const;

/** Promises about events that are delivered more than once. */
export const doubles: readonly ContractCase[] = [
  {
    name: "gives an event that was appended three times once, with its copies",
    async run(context) {
      const { store, workspaceId } = context;
      await store.append(draft(workspaceId));
      const [first] = await readStream(context, "monitor:1");
      await store.append([draft(workspaceId), draft(workspaceId)]);
      const events = await readStream(context, "monitor:1");
      assert.deepEqual(
        events.map(({ uid, copies, recordedAt }) => [uid, copies, recordedAt]),
        [["check-1", 3, first?.recordedAt]],
      );
    },
  },
  {
    name: "gives an event that was appended again without a timestamp once, and misses nothing after it",
    async run(context) {
      const { store, workspaceId } = context;
      const { timestamp: _, ...undated } = draft(workspaceId);
      await store.append(undated);
      await store.append(undated);
      await store.append({ ...undated, uid: "check-2" });
      const events = await readStream(context, "monitor:1");
      assert.deepEqual(
        events.map(({ uid, copies, otherDeliveries }) => [uid, copies, otherDeliveries]),
        [
          ["check-1", 2, undefined],
          ["check-2", 1, undefined],
        ],
      );
      assert.equal(events[1]?.previous, events[0]?.sequence);
    },
  },
  {
    name: "keeps two facts under one uid, the one recorded first in front",
    async run(context) {
      const { store, workspaceId } = context;
      const first = draft(workspaceId);
      await store.append(first);
      await store.append({ ...first, metadata: { region: "fra", statusCode: 500 } });
      await store.append(first);
      const events = await readStream(context, "monitor:1");
      assert.deepEqual(
        events.map((event) => [
          event.known && event.action === "monitor.down" && event.metadata.region,
          event.copies,
        ]),
        [
          ["gru", 2],
          ["fra", 1],
        ],
      );
    },
  },
];

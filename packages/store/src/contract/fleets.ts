import assert from "node:assert/strict";
import { type ContractCase, collect } from "./contract-case.ts";

const noon = 1_700_000_000_000;
const created = (workspaceId: string, id: string, timestamp: number) =>
  ({ id, action: "monitor.create", metadata: { name: id }, workspaceId, timestamp }) as const;

/** Promises about reading several streams at once. */
export const fleets: readonly ContractCase[] = [
  {
    name: "gives the streams of a fleet one after the other by id, each once and no other",
    async run({ store, workspaceId }) {
      const ids = ["monitor:b", "monitor:\uffee", "monitor:😀", "monitor:a,'\"%", "monitor:other"];
      for (const id of ids)
        await store.append([
          created(workspaceId, id, noon + 1),
          created(workspaceId, id, noon),
          created(`${workspaceId}!`, id, noon),
        ]);
      const asked = [...ids.slice(0, 4), "monitor:b", "monitor:nobody"];
      const events = await collect(store.readMany(asked, { workspaceId }));
      assert.deepEqual(
        events.map((event) => [event.workspaceId, event.id, event.timestamp - noon]),
        ["monitor:a,'\"%", "monitor:b", "monitor:\uffee", "monitor:😀"].flatMap((id) => [
          [workspaceId, id, 0],
          [workspaceId, id, 1],
        ]),
      );
      assert.deepEqual(await collect(store.readMany([], { workspaceId })), []);
    },
  },
  {
    name: "gives hundreds of streams whole, over doubles",
    async run({ store, workspaceId }) {
      const ids = Array.from({ length: 300 }, (_, index) => `monitor:${String(index + 1000)}`);
      const drafts = ids.map((id) => ({ ...created(workspaceId, id, noon), uid: `created-${id}` }));
      await store.append(drafts);
      await store.append(drafts.filter((_, index) => index % 3 === 0));
      const events = await collect(store.readMany(ids.toReversed(), { workspaceId }));
      assert.deepEqual(
        events.map(({ id, copies }) => [id, copies]),
        ids.map((id, index) => [id, index % 3 === 0 ? 2 : 1]),
      );
    },
  },
  {
    name: "gives the same part of every stream",
    async run({ store, workspaceId }) {
      const deleted = { action: "monitor.delete", metadata: {}, workspaceId } as const;
      for (const id of ["monitor:1", "monitor:2", "monitor:3"])
        await store.append([
          created(workspaceId, id, noon),
          created(workspaceId, id, noon + 5),
          { ...deleted, id, timestamp: noon + 5 },
          created(workspaceId, id, noon + 9),
        ]);
      const part = { workspaceId, from: noon + 1, to: noon + 5 };
      const actions = ["monitor.create"] as const;
      const places = async (events: AsyncIterable<{ id: string; timestamp: number }>) =>
        (await collect(events)).map(({ id, timestamp }) => `${id} ${timestamp - noon}`);
      assert.deepEqual(
        await places(store.readMany(["monitor:3", "monitor:1"], { ...part, actions })),
        ["monitor:1 5", "monitor:3 5"],
      );
      assert.deepEqual(await places(store.readAll({ ...part, actions })), [
        "monitor:1 5",
        "monitor:2 5",
        "monitor:3 5",
      ]);
      const everything = await collect(store.readAll({ workspaceId }));
      const last = Math.max(...everything.map(({ recordedAt }) => recordedAt));
      const known = { workspaceId, knownAt: last };
      assert.deepEqual(await collect(store.readAll(known)), everything);
      assert.deepEqual(await places(store.readAll({ workspaceId, knownAt: noon })), []);
    },
  },
];

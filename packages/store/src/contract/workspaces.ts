import assert from "node:assert/strict";
import { type ContractCase, collect, readStream } from "./contract-case.ts";

const noon = 1_700_000_000_000;
const created = (workspaceId: string, id: string, timestamp = noon) =>
  ({
    id,
    action: "monitor.create",
    metadata: { name: id },
    workspaceId,
    timestamp,
    uid: `${id}@${timestamp}`.replaceAll(/[^\x21-\x7e]/g, "-"),
  }) as const;

/** Promises about tenants and about reading all streams of one. */
export const workspaces: readonly ContractCase[] = [
  {
    name: "keeps streams of one id in two workspaces apart",
    async run(context) {
      const { store, workspaceId } = context;
      const other = `${workspaceId} (other)`;
      await store.append([
        created(workspaceId, "monitor:1"),
        created(other, "monitor:1", noon + 1),
      ]);
      const mine = await readStream(context, "monitor:1");
      const theirs = await collect(store.read("monitor:1", { workspaceId: other }));
      assert.deepEqual(
        [mine, theirs].map((events) => events.map((event) => event.workspaceId)),
        [[workspaceId], [other]],
      );
    },
  },
  {
    name: "takes the empty workspace for one of its own, not for all",
    async run({ store, workspaceId }) {
      const id = `monitor:${workspaceId}`;
      await store.append([created(workspaceId, id), created("", id, noon + 1)]);
      const events = await collect(store.read(id));
      assert.deepEqual(
        events.map((event) => event.workspaceId),
        [""],
      );
    },
  },
  {
    name: "gives all streams of a workspace, one after the other by id, each in its order",
    async run(context) {
      const { store, workspaceId } = context;
      const ids = ["monitor:a", "monitor:\uffee", "monitor:😀", "incident:1", "monitor:a b"];
      await store.append(ids.map((id) => created(workspaceId, id, noon + 5)));
      await store.append(ids.map((id) => created(workspaceId, id, noon)));
      await store.append(created(`${workspaceId}!`, "monitor:0"));
      const events = await collect(store.readAll({ workspaceId }));
      assert.deepEqual(
        events.map(({ id, timestamp }) => [id, timestamp - noon]),
        ["incident:1", "monitor:a", "monitor:a b", "monitor:\uffee", "monitor:😀"].flatMap((id) => [
          [id, 0],
          [id, 5],
        ]),
      );
    },
  },
  {
    name: "refuses to read what is no id",
    async run({ store }) {
      // Safe: what the types forbid is what is tried here.
      const notAnId = null as unknown as string;
      await assert.rejects(collect(store.read("")), { code: "invalid_read" });
      await assert.rejects(collect(store.read(notAnId)), { code: "invalid_read" });
    },
  },
];

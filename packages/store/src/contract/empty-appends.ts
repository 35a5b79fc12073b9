import assert from "node:assert/strict";
import { InvalidDraftError } from "@audit/events";
import { type ContractCase, collect, readStream } from "./contract-case.ts";
import { recovered } from "./recovered.ts";

/** Promises about appends of nothing, and about those that are refused. */
export const emptyAppends: readonly ContractCase[] = [
  {
    name: "appends nothing for an empty list, and uses up no number for it",
    async run(context) {
      const { store, workspaceId } = context;
      assert.deepEqual(await store.append([]), []);
      assert.deepEqual(await readStream(context, "monitor:1"), []);
      const other = await context.open();
      await other.append(recovered(workspaceId, "a"));
      assert.deepEqual(await Promise.all([other.append([]), other.append([])]), [[], []]);
      await other.append(recovered(workspaceId, "b"));
      const [a, b] = await readStream({ store: other, workspaceId }, "monitor:1");
      const first = Number(a?.sequence);
      assert.deepEqual([b?.sequence, b?.previous], [first + 1, first]);
    },
  },
  {
    name: "uses up no number for what it refuses, so that nothing seems to be missing",
    async run({ open, workspaceId }) {
      const store = await open();
      await store.append(recovered(workspaceId, "a"));
      const bad = { ...recovered(workspaceId, "bad"), timestamp: Number.NaN };
      await assert.rejects(store.append(bad), InvalidDraftError);
      await assert.rejects(store.append([recovered(workspaceId, "b"), bad]), InvalidDraftError);
      await store.append(recovered(workspaceId, "c"));
      const [a, c, ...others] = await readStream({ store, workspaceId }, "monitor:1");
      const first = Number(a?.sequence);
      assert.deepEqual([a?.uid, c?.uid, others], ["a", "c", []]);
      assert.deepEqual([c?.sequence, c?.previous], [first + 1, first]);
    },
  },
  {
    name: "refuses what is neither a draft nor a list of drafts, and appends nothing of it",
    async run(context) {
      const { store, workspaceId } = context;
      const draft = recovered(workspaceId, "a");
      const wrong: unknown[] = [
        ...[null, undefined, "monitor:1", 5, true, {}, new Map(), () => draft],
        ...[
          [null],
          [undefined],
          [[draft]],
          [draft, null],
          [draft, []],
          [draft, { ...draft, id: 1 }],
        ],
        ...[
          { ...draft, surprise: 1 },
          { ...draft, action: "monitor.exploded" },
        ],
      ];
      // Safe: what the types forbid is what is tried here.
      for (const drafts of wrong)
        await assert.rejects(store.append(drafts as typeof draft), { code: "invalid_draft" });
      assert.deepEqual(await collect(store.readAll({ workspaceId })), []);
    },
  },
  {
    name: "gives nothing of an empty workspace, whichever way it is read",
    async run({ store, workspaceId }) {
      const after = { timestamp: 0, uid: "" };
      for (const options of [
        { workspaceId },
        { workspaceId, direction: "backward", limit: 1 } as const,
        { workspaceId, after, from: 0, to: 1, knownAt: 1 },
        { workspaceId, actions: ["monitor.down"] } as const,
      ])
        assert.deepEqual(await collect(store.read("monitor:1", options)), []);
      assert.deepEqual(await collect(store.readMany(["monitor:1", "b"], { workspaceId })), []);
      assert.deepEqual(await collect(store.readMany([], { workspaceId })), []);
      assert.deepEqual(await collect(store.readAll({ workspaceId })), []);
      for (const order of ["newest", "oldest"] as const)
        assert.deepEqual(await store.search({ workspaceId, order, limit: 1 }), { events: [] });
    },
  },
];

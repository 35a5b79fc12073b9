import assert from "node:assert/strict";
import { type ContractCase, collect, readStream, uidsOf } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";
import { spoil } from "./spoil.ts";

/** A draft with something in every field that can hold something. */
const full = (workspaceId: string, uid: string) => ({
  id: "monitor:1",
  action: "monitor.update" as const,
  metadata: {
    changes: [{ field: "url", from: { deep: ["a", { er: null }] }, to: ["b", { er: "b" }] }],
  },
  workspaceId,
  uid,
  timestamp: noon,
  actor: { id: "k1", name: "CI", onBehalfOf: { id: "u1", name: "Ada" } },
  targets: [{ id: "1", type: "monitor", name: "API" }],
  context: { ip: "192.0.2.1", requestId: "r1" },
  correlationId: "incident:1",
});

/** Freezes a value and all that is in it. */
function frozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** Promises about who owns what was passed in and what was given out. */
export const mutability: readonly ContractCase[] = [
  {
    name: "keeps what a draft said when it was appended, whatever is changed in it afterwards",
    async run(context) {
      const { store, workspaceId } = context;
      const drafts = [full(workspaceId, "a"), full(workspaceId, "b")];
      await store.append(drafts);
      const before = structuredClone(await readStream(context, "monitor:1"));
      assert.equal(uidsOf(before), "a b");
      spoil(drafts);
      assert.deepEqual(await readStream(context, "monitor:1"), before);
      assert.deepEqual(before[0]?.targets, full("", "").targets);
    },
  },
  {
    name: "keeps what a draft said when append was called, whatever is changed while it is under way",
    async run(context) {
      const { store, workspaceId } = context;
      const drafts = [full(workspaceId, "a"), full(workspaceId, "b")];
      const appending = store.append(drafts);
      spoil(drafts);
      assert.equal((await appending).length, 2);
      const events = await readStream(context, "monitor:1");
      assert.equal(uidsOf(events), "a b");
      for (const event of events) {
        assert.ok(event.known && event.action === "monitor.update");
        const { metadata, targets, context: from, correlationId } = full(workspaceId, event.uid);
        assert.deepEqual(event.metadata, metadata);
        assert.deepEqual(event.actor.onBehalfOf, { id: "u1", name: "Ada", type: "user" });
        assert.deepEqual(
          [event.targets, event.context, event.correlationId],
          [targets, from, correlationId],
        );
      }
    },
  },
  {
    name: "changes nothing of what it is given, and freezes nothing of it",
    async run({ store, workspaceId }) {
      const drafts = [full(workspaceId, "a"), full(workspaceId, "b")];
      const ids = ["monitor:2", "monitor:1", "monitor:2"];
      const options = { workspaceId, actions: ["monitor.update", "monitor.down"] as const };
      const given = { drafts, ids, options };
      const before = structuredClone(given);
      await store.append(drafts);
      await collect(store.readMany(ids, options));
      await collect(store.readAll(options));
      await collect(store.read("monitor:1", options));
      await store.search(options);
      assert.deepEqual(given, before);
      const parts: object[] = [drafts, ids, options, options.actions];
      for (const draft of drafts)
        parts.push(draft, draft.metadata.changes, draft.actor, draft.targets, draft.context);
      for (const part of parts) assert.equal(Object.isFrozen(part), false);
    },
  },
  {
    name: "takes frozen drafts, ids and options",
    async run({ store, workspaceId }) {
      await store.append(frozen([full(workspaceId, "a"), full(workspaceId, "b")]));
      await store.append(frozen(full(workspaceId, "c")));
      const options = frozen({ workspaceId, actions: ["monitor.update"] as const });
      const after = frozen({ timestamp: noon, uid: "a" });
      assert.equal(uidsOf(await collect(store.read("monitor:1", { ...options, after }))), "b c");
      const many = store.readMany(frozen(["monitor:2", "monitor:1"]), options);
      assert.equal(uidsOf(await collect(many)), "a b c");
      assert.equal(uidsOf((await store.search(options)).events), "c b a");
    },
  },
  {
    name: "gives every reader events of its own: what one changes in them, no other sees",
    async run({ store, workspaceId }) {
      await store.append([full(workspaceId, "a"), full(workspaceId, "b")]);
      const readings = [
        () => collect(store.read("monitor:1", { workspaceId })),
        () => collect(store.readMany(["monitor:1"], { workspaceId })),
        () => collect(store.readAll({ workspaceId })),
        async () => (await store.search({ workspaceId, order: "oldest" })).events,
      ];
      const before = structuredClone(await readings[0]?.());
      assert.equal(uidsOf(before ?? []), "a b");
      for (const reading of readings) {
        const events = await reading();
        assert.deepEqual(events, before);
        spoil(events);
      }
      for (const reading of readings) assert.deepEqual(await reading(), before);
    },
  },
  {
    name: "gives events that have no part in common",
    async run({ store, workspaceId }) {
      const down = {
        id: "monitor:1",
        action: "monitor.delete",
        metadata: {},
        workspaceId,
      } as const;
      const targets = [{ id: "1", type: "monitor" }];
      const actor = { id: "u1" };
      await store.append([down, down, { ...down, targets, actor }, { ...down, targets, actor }]);
      const [first, second, third, fourth] = await collect(store.readAll({ workspaceId }));
      const before = structuredClone([second, fourth]);
      spoil(first);
      spoil(third);
      assert.deepEqual([second, fourth], before);
    },
  },
  {
    name: "goes on from a page and from receipts that were changed as if they were not",
    async run(context) {
      const { store, workspaceId } = context;
      const receipts = await store.append([
        recovered(workspaceId, "a"),
        recovered(workspaceId, "b"),
      ]);
      spoil(receipts);
      const again = await store.append(recovered(workspaceId, "a"));
      assert.deepEqual(again, { uid: "a", status: "accepted" });
      const options = { workspaceId, order: "oldest", limit: 1 } as const;
      const page = await store.search(options);
      const { cursor } = page;
      spoil(page);
      assert.equal(uidsOf((await store.search({ ...options, cursor })).events), "b");
      assert.equal(uidsOf(await readStream(context, "monitor:1")), "a*2 b");
    },
  },
];

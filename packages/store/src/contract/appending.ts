import assert from "node:assert/strict";
import { InvalidDraftError } from "@audit/events";
import { type ContractCase, readStream } from "./contract-case.ts";

const down = { id: "monitor:1", action: "monitor.down", metadata: { region: "gru" } } as const;

/** Promises about what is appended and what comes back. */
export const appending: readonly ContractCase[] = [
  {
    name: "gives back every field of what was appended",
    async run(context) {
      const { store, workspaceId } = context;
      const draft = {
        ...down,
        workspaceId,
        metadata: { region: "gru", statusCode: 400, message: "timeout" },
        timestamp: 1_700_000_000_123,
        actor: { id: "k1", name: "CI", type: "api_key", onBehalfOf: { id: "u1", name: "Ada" } },
        targets: [{ id: "1", type: "monitor", name: "API" }],
        outcome: "failure",
        context: { ip: "192.0.2.1", userAgent: "curl/8", requestId: "r1", traceId: "t1" },
        correlationId: "incident:1",
        causationId: "cause",
      } as const;
      const before = Date.now();
      const { uid, status } = await store.append(draft);
      const [event, ...others] = await readStream(context, down.id);
      assert.equal(status, "accepted");
      assert.deepEqual(others, []);
      assert.ok(event?.known);
      const { recordedAt, writer, sequence, previous, ...rest } = event;
      assert.deepEqual(rest, {
        ...draft,
        actor: { ...draft.actor, onBehalfOf: { id: "u1", name: "Ada", type: "user" } },
        uid,
        known: true,
        version: 1,
        recordedAction: "monitor.down",
        recordedVersion: 1,
        copies: 1,
      });
      assert.ok(recordedAt >= before - 1 && recordedAt <= Date.now() + 1, `${recordedAt}`);
      assert.equal(typeof writer, "string");
      assert.ok(Number(sequence) >= 1);
      assert.equal(previous, 0);
    },
  },
  {
    name: "gives the defaults of a draft that has only an id, an action and metadata",
    async run(context) {
      const { store, workspaceId } = context;
      const before = Date.now();
      await store.append({ ...down, workspaceId });
      const [event] = await readStream(context, down.id);
      assert.deepEqual(event?.actor, { id: "", name: "system", type: "system" });
      assert.deepEqual(event?.targets, []);
      assert.deepEqual(event?.context, {});
      assert.equal(event?.outcome, "success");
      assert.ok(Number(event?.timestamp) >= before && Number(event?.timestamp) <= Date.now());
    },
  },
  {
    name: "gives an empty stream for an entity without events",
    async run(context) {
      assert.deepEqual(await readStream(context, "monitor:nobody"), []);
    },
  },
  {
    name: "gives one receipt for one draft and a list for a list, in its order",
    async run({ store, workspaceId }) {
      const one = await store.append({ ...down, workspaceId, uid: "one" });
      const list = await store.append([
        { ...down, workspaceId, uid: "two" },
        {
          id: "incident:1",
          action: "incident.acknowledge",
          metadata: {},
          workspaceId,
          uid: "three",
        },
      ]);
      assert.deepEqual(
        [one, ...list],
        [
          { uid: "one", status: "accepted" },
          { uid: "two", status: "accepted" },
          { uid: "three", status: "accepted" },
        ],
      );
      assert.deepEqual(await store.append([]), []);
    },
  },
  {
    name: "accepts what is larger than anyone will read, with a warning that names its place",
    async run({ store, workspaceId }) {
      const metadata = { region: "gru", message: "x".repeat(501) };
      const receipt = await store.append({ ...down, metadata, workspaceId });
      assert.deepEqual(receipt.warnings, [
        { path: "metadata.message", must: "have at most 500 characters" },
      ]);
    },
  },
  {
    name: "appends nothing of a list with one invalid draft",
    async run(context) {
      const { store, workspaceId } = context;
      const drafts = [
        { ...down, workspaceId },
        { ...down, workspaceId, timestamp: 1.5 },
      ];
      await assert.rejects(store.append(drafts), (error) => {
        assert.ok(error instanceof InvalidDraftError);
        assert.match(error.message, /1\.timestamp must be a whole number/);
        return true;
      });
      assert.deepEqual(await readStream(context, down.id), []);
    },
  },
  {
    name: "keeps what it was given, whatever happens to the draft or to a result afterwards",
    async run(context) {
      const { store, workspaceId } = context;
      const metadata = { changes: [{ field: "url", from: "a", to: "b" }] };
      const targets = [{ id: "1", type: "monitor" }];
      const draft = { id: "monitor:1", action: "monitor.update", metadata, targets } as const;
      await store.append({ ...draft, workspaceId });
      metadata.changes.pop();
      targets.pop();
      const [first] = await readStream(context, down.id);
      // Safe: what the types forbid is what is tried here.
      const handedOut = first as unknown as { metadata: { changes: unknown[] } };
      handedOut.metadata.changes.push("changed");
      const [second] = await readStream(context, down.id);
      assert.ok(second?.known && second.action === "monitor.update");
      assert.deepEqual(second.metadata.changes, [{ field: "url", from: "a", to: "b" }]);
      assert.deepEqual(second.targets, [{ id: "1", type: "monitor" }]);
    },
  },
  {
    name: "keeps all of many appends that run at once",
    async run(context) {
      const { store, workspaceId } = context;
      const receipts = await Promise.all(
        Array.from({ length: 40 }, () => store.append({ ...down, workspaceId })),
      );
      const events = await readStream(context, down.id);
      assert.equal(new Set(receipts.map(({ uid }) => uid)).size, 40);
      assert.deepEqual(events.map(({ uid }) => uid).sort(), receipts.map(({ uid }) => uid).sort());
    },
  },
];

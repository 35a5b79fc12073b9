import assert from "node:assert/strict";
import type { RecordedEvent } from "@audit/events";
import { type ContractCase, collect, readStream } from "./contract-case.ts";

const event = (workspaceId: string, rest: Partial<RecordedEvent> = {}): RecordedEvent => ({
  workspaceId,
  id: "incident:1",
  uid: "i1",
  action: "incident.created",
  version: 1,
  metadata: { incidentId: 7 },
  timestamp: 1_700_000_000_000,
  recordedAt: 1_700_000_000_050,
  actor: { id: "u7", name: "Ada", type: "user" },
  targets: [{ id: "7", type: "incident" }],
  outcome: "success",
  context: { ip: "::1" },
  correlationId: "c",
  causationId: "d",
  writer: "elsewhere",
  sequence: 7,
  previous: 0,
  copies: 1,
  ...rest,
});

/** Promises about events that are appended, and read, as they were recorded. */
export const recorded: readonly ContractCase[] = [
  {
    name: "keeps recorded events as they are, and reads them as the catalog understands them",
    async run(context) {
      const { store, workspaceId } = context;
      const given = event(workspaceId);
      await store.appendRecorded([given]);
      const [read, ...others] = await collect(store.readRecorded({ workspaceId }));
      assert.deepEqual(others, []);
      // How a store holds it is its own.
      assert.deepEqual({ ...read, raw: undefined }, { ...given, raw: undefined });
      const [decoded] = await readStream(context, "incident:1");
      assert.ok(decoded?.known && decoded.action === "incident.create");
      assert.deepEqual(
        [decoded.version, decoded.recordedVersion, decoded.recordedAt],
        [2, 1, given.recordedAt],
      );
    },
  },
  {
    name: "changes nothing but the number of copies when recorded events are appended again",
    async run(context) {
      const { store, workspaceId } = context;
      const events = [
        event(workspaceId, { action: "site.open", version: 7 }),
        event(workspaceId, { action: "site.open", version: 7, metadata: { other: true } }),
        event(workspaceId, {
          action: "site.open",
          version: 7,
          writer: "w2",
          recordedAt: 1_700_000_000_060,
        }),
      ];
      await store.appendRecorded(events);
      const before = await collect(store.readRecorded({ workspaceId }));
      assert.equal(before.length, 3);
      await store.appendRecorded(before);
      assert.deepEqual(await collect(store.readRecorded({ workspaceId })), before);
      const copies = (await readStream(context, "incident:1")).map((read) => read.copies);
      assert.deepEqual(copies.sort(), [2, 4]);
    },
  },
  {
    name: "gives a recorded event once that was delivered again, as it was recorded first, and each writer's",
    async run({ store, workspaceId }) {
      const recordedAt = 1_700_000_000_050;
      await store.appendRecorded([
        event(workspaceId, { recordedAt: recordedAt + 1 }),
        event(workspaceId, { recordedAt: recordedAt + 1, writer: "other" }),
        event(workspaceId, { recordedAt }),
      ]);
      const read = await collect(store.readRecorded({ workspaceId }));
      assert.deepEqual(
        read.map((one) => [one.writer, one.recordedAt, one.copies]),
        [
          ["elsewhere", recordedAt, 1],
          ["other", recordedAt + 1, 1],
        ],
      );
    },
  },
  {
    name: "gives the recorded events of some entities, and by what was known",
    async run({ store, workspaceId }) {
      const ids = ["incident:2", "incident:1", "incident:3"];
      await store.appendRecorded(
        ids.map((id, index) =>
          event(workspaceId, { id, uid: id, recordedAt: 1_700_000_000_000 + index }),
        ),
      );
      const idsOf = async (options: Parameters<typeof store.readRecorded>[0]) =>
        (await collect(store.readRecorded({ workspaceId, ...options }))).map(({ id }) => id);
      assert.deepEqual(await idsOf({}), [...ids].sort());
      assert.deepEqual(await idsOf({ ids: ["incident:3", "incident:1"] }), [
        "incident:1",
        "incident:3",
      ]);
      assert.deepEqual(await idsOf({ knownAt: 1_700_000_000_001 }), ["incident:1", "incident:2"]);
      assert.deepEqual(await idsOf({ actions: ["incident.resolve"] }), []);
    },
  },
  {
    name: "appends none of a list of recorded events in which one is no event",
    async run({ store, workspaceId }) {
      const events = [event(workspaceId), event(workspaceId, { uid: "", version: 0 })];
      await assert.rejects(store.appendRecorded(events), (error: unknown) => {
        const { code, problems } = Object(error);
        assert.deepEqual(
          [code, problems.map(({ path }: { path: string }) => path)],
          ["invalid_recorded_event", ["1.uid", "1.version"]],
        );
        return true;
      });
      assert.deepEqual(await collect(store.readRecorded({ workspaceId })), []);
    },
  },
];

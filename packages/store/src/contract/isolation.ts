import assert from "node:assert/strict";
import { type ContractCase, type ContractContext, collect } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";

/** Gives whose events every way of reading gives, for one workspace. */
async function owners(
  store: ContractContext["store"],
  workspaceId: string,
  ids: readonly string[],
) {
  const streams = await Promise.all(ids.map((id) => collect(store.read(id, { workspaceId }))));
  const { events } = await store.search({ workspaceId, limit: 1_000 });
  return [
    streams.flat(),
    await collect(store.readMany(ids, { workspaceId })),
    await collect(store.readAll({ workspaceId })),
    events,
  ].map((found) => found.map((event) => event.workspaceId));
}

/** Promises about workspaces whose names or contents are nearly the same. */
export const isolation: readonly ContractCase[] = [
  {
    name: "keeps workspaces apart that share ids, uids, timestamps, actors and stories",
    async run({ store, workspaceId }) {
      const mine = [workspaceId, `${workspaceId} (2)`, `${workspaceId} (3)`];
      const draft = (workspace: string) => ({
        ...recovered(workspace, "a"),
        actor: { id: "u1" },
        targets: [{ id: "7", type: "user" }],
        correlationId: "story",
      });
      await store.append(mine.map(draft));
      await store.append(mine.slice(1).map(draft));
      for (const [index, workspace] of mine.entries()) {
        for (const found of await owners(store, workspace, ["monitor:1"]))
          assert.deepEqual(found, [workspace]);
        const filters = { actorId: "u1", target: "user:7", correlationId: "story" };
        const { events } = await store.search({ workspaceId: workspace, ...filters });
        assert.deepEqual(
          events.map((event) => [event.workspaceId, event.copies]),
          [[workspace, index === 0 ? 1 : 2]],
        );
      }
    },
  },
  {
    name: "takes names of workspaces letter by letter: no case, space, form or pattern makes two one",
    async run({ store, workspaceId }) {
      const names = [
        ...["", " ", "a", "A", "a ", "%", "_", "*", "\\", "é", "e\u0301", "ﬁ", "fi", "0", "00"],
        ...["\0", "\u200b", "😀", "😀\ufe0f", "x".repeat(2_000), `${"x".repeat(2_000)}y`],
      ].map((name) => `${workspaceId}/${name}`);
      await store.append(names.map((name, index) => recovered(name, `u${index}`)));
      for (const [index, name] of names.entries()) {
        const events = await collect(store.readAll({ workspaceId: name }));
        assert.deepEqual(
          events.map((event) => [event.workspaceId, event.uid]),
          [[name, `u${index}`]],
        );
      }
    },
  },
  {
    name: "does not take an id and a workspace for another pair that reads the same in a row",
    async run({ store, workspaceId }) {
      const pairs = [
        [`${workspaceId}/a`, "b:c/d:e"],
        [`${workspaceId}/a/b:c`, "d:e"],
        [`${workspaceId}:a`, "b:c"],
        [workspaceId, "a:b:c"],
        [`${workspaceId}/`, "ab:c"],
        [`${workspaceId}/a`, "b:c"],
        [`${workspaceId}","a`, "b:c"],
      ] as const;
      await store.append(pairs.map(([name, id], index) => recovered(name, `u${index}`, noon, id)));
      for (const [index, [name, id]] of pairs.entries()) {
        const events = await collect(store.read(id, { workspaceId: name }));
        assert.deepEqual(
          events.map(({ uid, previous }) => [uid, previous]),
          [[`u${index}`, 0]],
        );
      }
    },
  },
  {
    name: "gives of the empty workspace what is in it, in every way of reading, and nothing of others",
    async run({ store, workspaceId }) {
      const ids = [`monitor:${workspaceId}`.slice(0, 200)];
      const [id = ""] = ids;
      const story = { correlationId: workspaceId };
      await store.append([
        { ...recovered(workspaceId, "a", noon, id), ...story },
        { ...recovered("", "b", noon, id), ...story },
      ]);
      const nameless = [
        await collect(store.read(id)),
        await collect(store.read(id, { workspaceId: undefined })),
        await collect(store.readMany(ids)),
        await collect(store.readAll({ from: noon, to: noon })),
        (await store.search(story)).events,
      ];
      for (const events of nameless) {
        assert.ok(events.every((event) => event.workspaceId === ""));
        assert.ok(events.some((event) => event.id === id && event.uid === "b"));
      }
    },
  },
];

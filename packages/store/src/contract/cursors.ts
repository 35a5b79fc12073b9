import assert from "node:assert/strict";
import { AuditError } from "@audit/events";
import { type ContractCase, type ContractContext, uidsOf } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";

const letters = [..."abcdef"];
const six = (workspaceId: string) =>
  letters.map((letter, index) => recovered(workspaceId, letter, noon + Math.floor(index / 2)));

type Options = Parameters<ContractContext["store"]["search"]>[0];

/** Promises about the place at which a page of a search ended. */
export const cursors: readonly ContractCase[] = [
  {
    name: "gives the same page for the same cursor, again and again",
    async run({ store, workspaceId }) {
      await store.append(six(workspaceId));
      const options = { workspaceId, order: "oldest", limit: 2 } as const;
      const { cursor } = await store.search(options);
      const first = await store.search({ ...options, cursor });
      assert.equal(uidsOf(first.events), "c d");
      await store.search({ ...options, cursor: first.cursor });
      assert.deepEqual(await store.search({ ...options, cursor }), first);
    },
  },
  {
    name: "goes on from a cursor with another limit, in small steps and large ones",
    async run({ store, workspaceId }) {
      await store.append(six(workspaceId));
      const seen: string[] = [];
      let cursor: string | undefined;
      for (const limit of [1, 3, 1, 1_000]) {
        const page = await store.search({ workspaceId, limit, cursor });
        seen.push(uidsOf(page.events));
        cursor = page.cursor;
      }
      assert.deepEqual(seen, ["f", "e d c", "b", "a"]);
      assert.equal(cursor, undefined);
    },
  },
  {
    name: "moves a cursor for nothing that is appended: before it, behind it or at its place",
    async run({ store, workspaceId }) {
      await store.append(six(workspaceId));
      const options = { workspaceId, order: "oldest", limit: 2 } as const;
      const { cursor } = await store.search(options);
      await store.append([
        recovered(workspaceId, "0", noon - 1),
        recovered(workspaceId, "b", noon),
        recovered(workspaceId, "b~", noon),
        recovered(workspaceId, "a~", noon),
        recovered(workspaceId, "c", noon + 1),
      ]);
      const next = await store.search({ ...options, cursor });
      assert.equal(uidsOf(next.events), "b~ c*2");
    },
  },
  {
    name: "gives the rest of a search that was going on when its matches were all there were",
    async run({ store, workspaceId }) {
      await store.append(six(workspaceId));
      const { cursor } = await store.search({ workspaceId, limit: 5 });
      const last = await store.search({ workspaceId, limit: 5, cursor });
      assert.deepEqual([uidsOf(last.events), last.cursor], ["a", undefined]);
      const controller = new AbortController();
      const { signal } = controller;
      assert.deepEqual(await store.search({ workspaceId, limit: 5, cursor, signal }), last);
    },
  },
  {
    name: "takes a cursor for no other search: whichever option differs, it is refused",
    async run({ store, workspaceId }) {
      const drafts = six(workspaceId).map((draft) => ({
        ...draft,
        actor: { id: "u1" },
        targets: [{ id: "7", type: "user" }],
        correlationId: "story",
      }));
      await store.append(drafts);
      const options: Options = {
        workspaceId,
        from: noon,
        to: noon + 9,
        actions: ["monitor.recovered"],
        actorId: "u1",
        target: "user:7",
        correlationId: "story",
        outcome: "success",
        text: "gru",
        order: "oldest",
        limit: 1,
      };
      const { events, cursor } = await store.search(options);
      assert.equal(uidsOf(events), "a");
      const others: Options[] = [
        { workspaceId: `${workspaceId}!` },
        { from: noon - 1 },
        { to: noon + 10 },
        { actions: ["monitor.recovered", "monitor.down"] },
        { actions: undefined },
        { actorId: "u2" },
        { actorId: undefined },
        { target: "user:8" },
        { target: undefined },
        { correlationId: "another" },
        { correlationId: undefined },
        { outcome: "failure" },
        { outcome: undefined },
        { text: "gr" },
        { text: undefined },
        { order: "newest" },
        { order: undefined },
      ];
      for (const other of others)
        await assert.rejects(store.search({ ...options, ...other, cursor }), {
          code: "invalid_read",
          field: "cursor",
        });
      assert.equal(uidsOf((await store.search({ ...options, cursor })).events), "b");
    },
  },
  {
    name: "shows nothing through a cursor that was tampered with that its options would not show",
    async run({ store, workspaceId }) {
      const other = `${workspaceId} (other)`;
      await store.append([...six(workspaceId), recovered(other, "secret", noon + 1)]);
      const options = { workspaceId, order: "oldest", limit: 2 } as const;
      const { cursor = "" } = await store.search(options);
      assert.notEqual(cursor, "");
      const step = Math.max(1, Math.floor(cursor.length / 24));
      for (let at = 0; at < cursor.length; at += step)
        for (const character of ["A", "z", "_"]) {
          const tampered = cursor.slice(0, at) + character + cursor.slice(at + 1);
          try {
            const { events } = await store.search({ ...options, cursor: tampered });
            for (const { uid } of events) assert.ok(letters.includes(uid), uid);
          } catch (error) {
            assert.ok(error instanceof AuditError, String(error));
            assert.equal(error.code, "invalid_read");
          }
        }
    },
  },
];

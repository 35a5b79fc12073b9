import assert from "node:assert/strict";
import { type ContractCase, collect, uidsOf } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";

const letters = [..."abcde"];
const five = (workspaceId: string) =>
  letters.map((letter, index) => recovered(workspaceId, letter, noon + index));

const wrongLimits: readonly unknown[] = [
  ...[0, -0, -1, 0.5, 1.5, Number.NaN, Infinity, -Infinity, 2 ** 53],
  ...["1", "", null, true, [], [1], {}, 1n],
];

/** Promises about how many events come. */
export const limits: readonly ContractCase[] = [
  {
    name: "gives the first events of a stream: one, all but one, all, and no more than there are",
    async run({ store, workspaceId }) {
      await store.append(five(workspaceId));
      for (const limit of [1, 4, 5, 6, 1_000_000, Number.MAX_SAFE_INTEGER]) {
        const read = async (direction: "forward" | "backward") =>
          uidsOf(await collect(store.read("monitor:1", { workspaceId, direction, limit })));
        assert.equal(await read("forward"), letters.slice(0, limit).join(" "));
        assert.equal(await read("backward"), letters.toReversed().slice(0, limit).join(" "));
      }
    },
  },
  {
    name: "gives all of a stream where no limit is given",
    async run({ open, workspaceId }) {
      const store = await open({ pageSize: 500 });
      await store.append(Array.from({ length: 1_203 }, () => recovered(workspaceId, undefined)));
      const options = { workspaceId, limit: undefined };
      assert.equal((await collect(store.read("monitor:1", options))).length, 1_203);
      assert.equal((await collect(store.readAll({ workspaceId }))).length, 1_203);
    },
  },
  {
    name: "counts what is in the range, not what is before it",
    async run({ store, workspaceId }) {
      await store.append(five(workspaceId));
      const paused = { action: "monitor.pause", metadata: {} } as const;
      await store.append(
        five(workspaceId).map((draft) => ({ ...draft, ...paused, uid: `${draft.uid}~` })),
      );
      const read = async (options: object) =>
        uidsOf(await collect(store.read("monitor:1", { workspaceId, limit: 2, ...options })));
      assert.equal(await read({}), "a a~");
      assert.equal(await read({ from: noon + 2 }), "c c~");
      assert.equal(await read({ to: noon + 2, direction: "backward" }), "c~ c");
      assert.equal(await read({ actions: ["monitor.pause"] }), "a~ b~");
      const after = { timestamp: noon + 1, uid: "b" };
      assert.equal(await read({ after }), "b~ c");
      assert.equal(await read({ after, direction: "backward" }), "a~ a");
      assert.equal(await read({ after, actions: ["monitor.pause"], to: noon + 1 }), "b~");
    },
  },
  {
    name: "refuses a limit that is no number of events, from one on",
    async run({ store, workspaceId }) {
      await store.append(five(workspaceId));
      for (const wrong of wrongLimits) {
        // Safe: what the types forbid is what is tried here.
        const options = { workspaceId, limit: wrong as number };
        const refusal = { code: "invalid_read", field: "limit" };
        await assert.rejects(collect(store.read("monitor:1", options)), refusal);
        await assert.rejects(store.search(options), refusal);
      }
    },
  },
  {
    name: "gives pages of a search with a cursor exactly where more follows",
    async run({ store, workspaceId }) {
      await store.append([...five(workspaceId), ...five(workspaceId)]);
      for (const [limit, count, more] of [
        [1, 1, true],
        [4, 4, true],
        [5, 5, false],
        [6, 5, false],
        [1_000, 5, false],
      ] as const) {
        const page = await store.search({ workspaceId, limit });
        assert.equal(page.events.length, count);
        assert.equal(page.cursor !== undefined, more, `a limit of ${limit}`);
        assert.equal("cursor" in page, more);
      }
      await assert.rejects(store.search({ workspaceId, limit: 1_001 }), { field: "limit" });
    },
  },
  {
    name: "gives a hundred events of a search that names no limit",
    async run({ store, workspaceId }) {
      const draft = recovered(workspaceId, undefined);
      await store.append(Array.from({ length: 101 }, () => draft));
      const { events, cursor } = await store.search({ workspaceId });
      assert.equal(events.length, 100);
      const rest = await store.search({ workspaceId, cursor });
      assert.deepEqual([rest.events.length, rest.cursor], [1, undefined]);
    },
  },
];

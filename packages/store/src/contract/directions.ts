import assert from "node:assert/strict";
import { type ContractCase, type ContractContext, collect, uidsOf } from "./contract-case.ts";
import { noon, recovered } from "./recovered.ts";

type Options = NonNullable<Parameters<ContractContext["store"]["read"]>[1]>;

/** Promises about reading forward and backward. */
export const directions: readonly ContractCase[] = [
  {
    name: "gives backward the reverse of what it gives forward, whatever part is read",
    async run({ store, workspaceId }) {
      const draft = (uid: string, timestamp: number) => recovered(workspaceId, uid, timestamp);
      const paused = { action: "monitor.pause", metadata: {} } as const;
      await store.append([
        ...[draft("a", noon), draft("b", noon), draft("b", noon)],
        ...[{ ...draft("c", noon + 1), ...paused }, draft("d", noon + 1), draft("e", noon + 2)],
      ]);
      await store.append({ ...draft("d", noon + 1), metadata: { region: "fra" } });
      const everything = await collect(store.read("monitor:1", { workspaceId }));
      const knownAt = Math.max(...everything.map(({ recordedAt }) => recordedAt));
      const parts: [Options, string][] = [
        [{}, "a b*2 c d d e"],
        [{ from: noon + 1 }, "c d d e"],
        [{ to: noon + 1 }, "a b*2 c d d"],
        [{ from: noon, to: noon }, "a b*2"],
        [{ actions: ["monitor.recovered"] }, "a b*2 d d e"],
        [{ actions: ["monitor.pause"], from: noon + 1 }, "c"],
        [{ knownAt }, "a b*2 c d d e"],
        [{ knownAt: noon }, ""],
        [{ from: noon + 9 }, ""],
      ];
      for (const [part, expected] of parts) {
        const forward = await collect(store.read("monitor:1", { workspaceId, ...part }));
        const backward = { workspaceId, ...part, direction: "backward" } as const;
        assert.equal(uidsOf(forward), expected);
        const reversed = await collect(store.read("monitor:1", backward));
        assert.deepEqual(reversed, forward.toReversed());
      }
    },
  },
  {
    name: "meets itself: forward behind a place and backward before it are all but the place",
    async run({ store, workspaceId }) {
      const letters = [..."abcdefg"];
      await store.append(
        letters.map((uid, index) => recovered(workspaceId, uid, noon + Math.floor(index / 3))),
      );
      const whole = await collect(store.read("monitor:1", { workspaceId }));
      for (const [index, after] of whole.entries()) {
        const read = (direction: "forward" | "backward") =>
          collect(store.read("monitor:1", { workspaceId, after, direction }));
        assert.deepEqual(await read("forward"), whole.slice(index + 1));
        assert.deepEqual(await read("backward"), whole.slice(0, index).reverse());
      }
    },
  },
  {
    name: "reads forward where no direction is given, and refuses one that there is not",
    async run({ store, workspaceId }) {
      await store.append(["b", "a"].map((uid) => recovered(workspaceId, uid)));
      const read = (direction: unknown) =>
        // Safe: what the types forbid is what is tried here.
        collect(store.read("monitor:1", { workspaceId, direction: direction as "forward" }));
      assert.equal(uidsOf(await read(undefined)), "a b");
      for (const direction of ["", "Backward", "desc", null, 1, true, ["backward"]])
        await assert.rejects(read(direction), { code: "invalid_read", field: "direction" });
    },
  },
  {
    name: "gives the oldest and the newest event of a stream with one event each",
    async run({ store, workspaceId }) {
      await store.append(
        ["b", "c", "a", "d"].map((uid, index) => recovered(workspaceId, uid, noon + (index % 2))),
      );
      const one = async (direction: "forward" | "backward") =>
        uidsOf(await collect(store.read("monitor:1", { workspaceId, direction, limit: 1 })));
      assert.deepEqual([await one("forward"), await one("backward")], ["a", "d"]);
    },
  },
  {
    name: "finds the newest first and the oldest first as the reverse of each other",
    async run({ store, workspaceId }) {
      const ids = ["monitor:1", "monitor:2"];
      for (const id of ids)
        await store.append(
          [..."cab"].map((uid, index) => recovered(workspaceId, uid, noon + (index % 2), id)),
        );
      await store.append({ ...recovered(workspaceId, "b"), metadata: { region: "fra" } });
      const [newest, oldest, unsaid] = await Promise.all(
        (["newest", "oldest", undefined] as const).map((order) =>
          store.search({ workspaceId, order }),
        ),
      );
      assert.equal(uidsOf(oldest?.events ?? []), "b b b c c a a");
      assert.deepEqual(newest?.events, oldest?.events.toReversed());
      assert.deepEqual(unsaid, newest);
    },
  },
];
